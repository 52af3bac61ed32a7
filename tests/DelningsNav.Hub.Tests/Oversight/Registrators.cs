using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Tests.Oversight;

internal static class Registrators
{
    /// <summary>A registrator of the authority that this branch belongs to.</summary>
    public static async Task<Caller> RegistratorAsync(this TestHub hub, BranchId branch)
    {
        var parties = hub.Get<MaintainParties>();
        var unit = await parties.AddUnitAsync(branch, "Registraturen", "Järva", default);
        return new Caller.Staff(
            await parties.AddStaffAsync(
                unit, "Rita Registrator", StaffRole.Registrator, assesses: false, assessesProtectedIdentities: false, default));
    }

    public static async Task<LogPage> SearchAsync(this TestHub hub, Caller caller, LogFilter? filter = null, LogPlace? place = null) =>
        Assert.IsType<SearchOutcome.Found>(
            await hub.Get<SearchLog>().HandleAsync(filter ?? new LogFilter(), place ?? new LogPlace(), caller, default)).Page;

    public static async Task<LogEntryView> ReadAsync(this TestHub hub, Caller caller, long index) =>
        Assert.IsType<ReadEntryOutcome.Found>(await hub.Get<ReadLogEntry>().HandleAsync(index, caller, default)).Entry;

    /// <summary>Lets the log grow to a size with entries that are about nobody.</summary>
    public static async Task GrowToAsync(this TestHub hub, int size)
    {
        var missing = size - (await hub.LogAsync()).Count;
        var appends = Enumerable.Range(0, missing).Select(i => hub.Start.Log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.PartyRegistered,
                Actor = Actor.Hub,
                Fields = new Dictionary<string, string?> { ["what"] = $"{i}" },
            },
            default));
        await Task.WhenAll(appends);
    }
}
