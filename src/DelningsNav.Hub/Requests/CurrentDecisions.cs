using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Records;

namespace DelningsNav.Hub.Requests;

/// <summary>Finds the current decisions among all decisions about one type of record in one request.</summary>
internal static class CurrentDecisions
{
    /// <summary>
    /// The latest decision about each record that is still available. If the latest decision of all is about no record, it is the only
    /// current decision. A decision about a record that has been replaced or deleted, or a decision from before there was a record, is
    /// not current.
    /// </summary>
    public static IReadOnlyList<Decision> Of(IEnumerable<Decision> all, IReadOnlyDictionary<RecordId, Record> records, DateTimeOffset now)
    {
        var latestFirst = all.OrderByDescending(d => d.LogIndex).ToList();
        if (latestFirst is [] or [{ Record: null }, ..])
        {
            return [.. latestFirst.Take(1)];
        }

        var available = latestFirst
            .Where(d => d.Record is { } id && records.TryGetValue(id, out var record) && record.IsAvailable(now))
            .DistinctBy(d => d.Record)
            .ToList();
        return available.Count > 0 ? available : [.. latestFirst.Where(d => d.Kind != DecisionKind.Release).Take(1)];
    }
}
