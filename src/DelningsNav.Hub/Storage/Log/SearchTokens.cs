using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>Finds the tokens of the log entries of subjects, for searches.</summary>
internal sealed class SearchTokens(HubKeys keys)
{
    /// <summary>
    /// The tokens of all entries of the subjects. The entries that were erased (gallring) have none any more, so that there may be fewer
    /// entries than tokens.
    /// </summary>
    /// <exception cref="LogForkedException">A count was changed outside the hub.</exception>
    public async Task<List<byte[]>> OfAsync(HubDbContext db, SearchKind kind, IEnumerable<Guid> ids, CancellationToken ct)
    {
        var subjects = ids.Distinct().Select(id => SearchKey.Of(keys, kind, id)).ToDictionary(key => key.Subject);
        var indexes = subjects.Keys.ToList();
        var counts = await db.LogCounts.AsNoTracking().Where(c => indexes.Contains(c.Subject)).ToListAsync(ct);
        return [.. counts.SelectMany(c => subjects[c.Subject] is var key ? key.Tokens(key.OpenCount(c.SealedCount)) : [])];
    }

    /// <summary>The tokens of all entries of one subject.</summary>
    /// <exception cref="LogForkedException">The count was changed outside the hub.</exception>
    public Task<List<byte[]>> OfAsync(HubDbContext db, SearchKind kind, Guid id, CancellationToken ct) => OfAsync(db, kind, [id], ct);
}
