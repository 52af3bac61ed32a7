using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Oversight;

public sealed class VerifyLogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_untouched_log_is_sound(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GrowToAsync(2300);
        var progress = new Steps();

        var result = await hub.Get<VerifyLog>().HandleAsync(await hub.RegistratorAsync(hub.School), progress, Ct);

        var sound = Assert.IsType<LogVerification.Sound>(result);
        Assert.Equal((await hub.LogAsync()).Count, sound.Checked.Entries);
        Assert.Equal((sound.Checked.Entries, 0), (sound.Checked.Readable, sound.Checked.Erased));
        Assert.Equal(new LogProgress(sound.Checked.Entries, sound.Checked.Entries), progress.Seen[^1]);
        Assert.True(progress.Seen.Count > 3);
    }

    [Theory]
    [InlineData("UPDATE log_entries SET kind = 'case-read' WHERE idx = 5", LogFaultKind.BadLeaf)]
    [InlineData("UPDATE log_entries SET leaf_hash = (SELECT leaf_hash FROM log_entries WHERE idx = 6) WHERE idx = 5", LogFaultKind.BadLeaf)]
    [InlineData("UPDATE log_entries SET leaf = (SELECT leaf FROM log_entries WHERE idx = 6) WHERE idx = 5", LogFaultKind.RootDiffers)]
    [InlineData(
        "UPDATE log_entries SET payload = (SELECT payload FROM log_entries WHERE idx = 6) WHERE idx = 5", LogFaultKind.PayloadDiffers)]
    [InlineData("UPDATE log_entries SET payload = zeroblob(80) WHERE idx = 5", LogFaultKind.BadPayload)]
    [InlineData("UPDATE log_entries SET payload = NULL WHERE idx = 5", LogFaultKind.PayloadMissing)]
    [InlineData("UPDATE log_entries SET payload = NULL, payload_key = NULL WHERE idx = 5", LogFaultKind.PayloadMissing)]
    [InlineData("UPDATE payload_keys SET wrapped = zeroblob(0)", LogFaultKind.PayloadMissing)]
    [InlineData("UPDATE log_entries SET child_token = NULL WHERE child_token IS NOT NULL", LogFaultKind.PayloadDiffers)]
    [InlineData("UPDATE log_entries SET actor_token = zeroblob(16) WHERE idx = 5", LogFaultKind.PayloadDiffers)]
    [InlineData("UPDATE log_entries SET case_token = NULL WHERE case_token IS NOT NULL", LogFaultKind.PayloadDiffers)]
    [InlineData("UPDATE log_entries SET actor_authority = NULL WHERE actor_authority IS NOT NULL", LogFaultKind.BadPayload)]
    [InlineData(
        "UPDATE log_entries SET holder_authority = (SELECT id FROM authorities ORDER BY id LIMIT 1)", LogFaultKind.BadPayload)]
    [InlineData(
        "UPDATE log_nodes SET hash = (SELECT hash FROM log_nodes WHERE level = 1 AND idx = 1) WHERE level = 1 AND idx = 0",
        LogFaultKind.RootDiffers)]
    [InlineData("DELETE FROM log_nodes WHERE level = 2 AND idx = 0", LogFaultKind.RootDiffers)]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM log_entries WHERE idx = 5", LogFaultKind.WrongIndex)]
    public async Task A_change_in_the_database_is_found(string attack, LogFaultKind fault)
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.RegistratorAsync(hub.School);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync(attack, Ct);

        var result = await hub.Get<VerifyLog>().HandleAsync(registrator, null, Ct);

        var unsound = Assert.IsType<LogVerification.Unsound>(result);
        Assert.Contains(unsound.Faults, f => f.Kind == fault);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_registrator_can_verify_a_log_that_is_in_doubt_and_read_nothing_in_it(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var registrator = await hub.RegistratorAsync(hub.School);
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE log_entries SET payload = NULL WHERE idx = 5", Ct);
        await hub.Get<StateAudit>().RunAsync(Ct);

        Assert.IsType<LogVerification.Unsound>(await hub.Get<VerifyLog>().HandleAsync(registrator, null, Ct));
        Assert.IsType<LogVerification.NotARegistrator>(
            await hub.Get<VerifyLog>().HandleAsync(new Caller.Staff(hub.Familjebehandlare), null, Ct));
        Assert.IsType<SearchOutcome.NotARegistrator>(
            await hub.Get<SearchLog>().HandleAsync(new LogFilter(), new LogPlace(), registrator, Ct));
    }

    [Fact]
    public async Task Erased_payloads_are_counted_and_the_log_is_sound()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = await hub.RegistratorAsync(hub.School);
        var before = (await hub.LogAsync()).Count;
        await hub.EraseLogAsync();

        var result = await hub.Get<VerifyLog>().HandleAsync(registrator, null, Ct);

        var checkedLog = Assert.IsType<LogVerification.Sound>(result).Checked;

        // The erasure itself stays readable, and so does what was logged in a later month.
        Assert.Equal((before, 2), (checkedLog.Erased, checkedLog.Readable));
    }

    [Fact]
    public async Task A_verification_is_logged_and_its_result_remains_for_the_registrator()
    {
        await using var hub = await TestHub.StartAsync();
        var registrator = (Caller.Staff)await hub.RegistratorAsync(hub.School);
        var runs = hub.Get<LogVerifications>();
        Assert.Null(runs.Latest(registrator.Id));

        await runs.StartAsync(registrator.Id, Timeout.InfiniteTimeSpan, Ct);

        Assert.IsType<LogVerification.Sound>(runs.Latest(registrator.Id)!.Result);
        Assert.Equal(EntryKinds.LogRead, (await hub.LogAsync())[^1].Kind);
        Assert.Null(runs.Latest(hub.Rektor));
    }

    private sealed class Steps : IProgress<LogProgress>
    {
        public List<LogProgress> Seen { get; } = [];

        public void Report(LogProgress value) => Seen.Add(value);
    }
}
