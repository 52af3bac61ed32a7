using System.Data.Common;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Numbers the entries of each subject in the transaction that appends them. The caller has locked the log's head, so that the numbers of
/// several nodes follow each other.
/// </summary>
internal sealed class SearchCounts
{
    private const string SqliteText =
        "SELECT subject, sealed_count FROM log_counts WHERE subject IN (SELECT value FROM json_each(@p0))";

    private const string PostgresText = "SELECT subject, sealed_count FROM log_counts WHERE subject = ANY(@p0)";

    private static readonly RowInsert Counts = new(
        "log_counts",
        "ON CONFLICT (subject) DO UPDATE SET sealed_count = excluded.sealed_count",
        [("subject", ColumnType.Uuid), ("sealed_count", ColumnType.Bytea)]);

    private readonly Dictionary<Guid, (SearchKey Key, long Count)> _counts;

    private SearchCounts(Dictionary<Guid, (SearchKey Key, long Count)> counts) => _counts = counts;

    /// <summary>The counts of all subjects of the entries, with the new entries.</summary>
    public (RowInsert Into, IReadOnlyList<object?[]> Rows) Rows =>
        (Counts, [.. _counts.Values.Select(c => new object?[] { c.Key.Subject, c.Key.SealCount(c.Count) })]);

    /// <summary>Reads the counts of the subjects of the entries.</summary>
    /// <exception cref="LogForkedException">A count was changed outside the hub.</exception>
    public static async Task<SearchCounts> ReadAsync(
        Statements statements, DbTransaction transaction, IEnumerable<PreparedEntry> entries, CancellationToken ct)
    {
        var counts = new Dictionary<Guid, (SearchKey Key, long Count)>();
        foreach (var subject in entries.SelectMany(entry => entry.Search.Subjects))
        {
            counts[subject.Subject] = (subject, 0);
        }

        var ids = counts.Keys.ToArray();
        var command = statements.Engine == StorageEngine.Sqlite
            ? statements.With(SqliteText, transaction, Subjects.JsonOf(ids))
            : statements.With(PostgresText, transaction, ids);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var subject = reader.GetGuid(0);
            var key = counts[subject].Key;
            counts[subject] = (key, key.OpenCount((byte[])reader.GetValue(1)));
        }

        return new SearchCounts(counts);
    }

    /// <summary>The token of the next entry of a subject.</summary>
    public byte[]? Next(SearchKey? subject)
    {
        if (subject is null)
        {
            return null;
        }

        var (key, count) = _counts[subject.Subject];
        _counts[subject.Subject] = (key, count + 1);
        return key.Token(count + 1);
    }
}
