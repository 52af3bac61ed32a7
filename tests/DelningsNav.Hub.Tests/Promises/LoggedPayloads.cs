using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Promises;

/// <summary>The log as a reader with its keys sees it.</summary>
internal sealed record LoggedPayload(long Index, string Kind, string Verdict, byte[] Leaf, EntryPayload Payload)
{
    public string? this[string field] => Payload.Fields.TryGetValue(field, out var value) ? value : null;

    public static async Task<IReadOnlyList<LoggedPayload>> AllAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var all = new List<LoggedPayload>();
        foreach (var row in await db.Log.AsNoTracking().OrderBy(e => e.Index).ToListAsync())
        {
            var payload = await hub.Start.Log.PayloadKeys.OpenAsync(row, default);
            all.Add(new LoggedPayload(row.Index, row.Kind, row.Verdict, row.Leaf, EntryPayload.FromBytes(payload)));
        }

        return all;
    }

    /// <summary>The last decision.</summary>
    public static async Task<LoggedPayload> LastDecisionAsync(TestHub hub) => (await AllAsync(hub)).Last(e => e.Kind == EntryKinds.Decided);
}
