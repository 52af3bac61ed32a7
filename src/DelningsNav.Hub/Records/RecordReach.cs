using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Records;

/// <summary>The reach of a reading that shows records.</summary>
internal static class RecordReach
{
    /// <summary>The number of these records, and the first day that one of them covers.</summary>
    public static async Task<Reach> OfAsync(HubDbContext db, IEnumerable<RecordId> records, CancellationToken ct)
    {
        var ids = records.Distinct().ToList();
        return ids.Count == 0
            ? Reach.Nothing
            : Reach.Of(await db.Records.Where(r => ids.Contains(r.Id)).Select(r => r.PeriodFrom).ToListAsync(ct));
    }
}
