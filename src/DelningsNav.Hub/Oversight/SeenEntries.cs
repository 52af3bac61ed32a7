using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// The entries of the log that one registrator may see: those of the authority that are about nobody who is hidden from them.
/// </summary>
internal static class SeenEntries
{
    /// <summary>The entries that a registrator may see (ADR 0044).</summary>
    public static async Task<IQueryable<LogRow>> VisibleToAsync(
        this IQueryable<LogRow> log, HubDbContext db, SearchTokens tokens, KnownStaff registrator, CancellationToken ct) =>
        await log.VisibleTo(registrator.Authority.Id).SeenByAsync(db, tokens, registrator, ct);

    /// <summary>The entries that are about nobody with protected identity, unless the registrator is cleared for them.</summary>
    public static async Task<IQueryable<LogRow>> SeenByAsync(
        this IQueryable<LogRow> log, HubDbContext db, SearchTokens tokens, KnownStaff registrator, CancellationToken ct)
    {
        if (registrator.IsCleared)
        {
            return log;
        }

        // An entry that is written after the tokens have been read has a token that is not among them.
        var last = await db.Log.MaxAsync(e => (long?)e.Index, ct) ?? -1;
        var persons = await InnerSecrecy.ProtectedAsync(db, ct);
        var hidden = await tokens.OfAsync(db, SearchKind.Child, persons.Select(id => id.Value), ct);
        return log.Where(e => e.Index <= last && (e.ChildToken == null || !hidden.Contains(e.ChildToken)));
    }

    /// <summary>The persons whose entries a registrator may not see.</summary>
    /// <remarks>
    /// What is shown is compared with them once more: somebody who writes the database may have put back the count from which tokens are
    /// made.
    /// </remarks>
    public static async Task<IReadOnlySet<PersonId>> HiddenFromAsync(HubDbContext db, KnownStaff registrator, CancellationToken ct) =>
        registrator.IsCleared ? new HashSet<PersonId>() : (await InnerSecrecy.ProtectedAsync(db, ct)).ToHashSet();
}
