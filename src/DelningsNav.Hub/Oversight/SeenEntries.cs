using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// The entries of the log that one registrator may see: those of the authority that are about nobody who is hidden from them.
/// </summary>
internal static class SeenEntries
{
    /// <summary>The entries that a registrator may see (ADR 0044).</summary>
    public static async Task<IQueryable<LogRow>> VisibleToAsync(
        this IQueryable<LogRow> log, HubDbContext db, HubKeys keys, KnownStaff registrator, CancellationToken ct) =>
        await log.VisibleTo(registrator.Authority.Id).SeenByAsync(db, keys, registrator, ct);

    /// <summary>The entries that are about nobody with protected identity, unless the registrator is cleared for them.</summary>
    public static async Task<IQueryable<LogRow>> SeenByAsync(
        this IQueryable<LogRow> log, HubDbContext db, HubKeys keys, KnownStaff registrator, CancellationToken ct)
    {
        if (registrator.IsCleared || await HiddenAsync(db, keys, ct) is not { Count: > 0 } hidden)
        {
            return log;
        }

        return log.Where(e => e.ChildToken == null || !hidden.Contains(e.ChildToken));
    }

    /// <summary>The tokens of the persons whose entries a registrator may not see.</summary>
    public static async Task<IReadOnlySet<string>> HiddenFromAsync(
        HubDbContext db, HubKeys keys, KnownStaff registrator, CancellationToken ct) =>
        registrator.IsCleared ? new HashSet<string>() : (await HiddenAsync(db, keys, ct)).Select(Convert.ToHexString).ToHashSet();

    private static async Task<List<byte[]>> HiddenAsync(HubDbContext db, HubKeys keys, CancellationToken ct) =>
        [.. await InnerSecrecy.ProtectedTokensAsync(db, id => keys.Token("child", id), ct)];
}
