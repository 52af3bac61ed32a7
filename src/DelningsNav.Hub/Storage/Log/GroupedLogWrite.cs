using System.Data.Common;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Writes the waiting appends together through <see cref="LogTransaction"/>. Their receipts are made after the commit.
/// </summary>
internal sealed class GroupedLogWrite(LogHeads heads) : GroupedWrite<LogAppend, AppendOutcome>
{
    private long _entries;
    private long _batches;

    /// <inheritdoc/>
    public override LockOrder Order => LockOrder.Log;

    /// <summary>The number of committed entries and the number of their transactions. For measurements.</summary>
    public (long Entries, long Batches) Written => (Interlocked.Read(ref _entries), Interlocked.Read(ref _batches));

    /// <inheritdoc/>
    public override async Task<Func<IReadOnlyList<AppendOutcome>>> WriteAsync(
        Statements statements, DbTransaction transaction, IReadOnlyList<LogAppend> items)
    {
        var pending = await LogTransaction.AppendAsync(heads, statements, transaction, items, CancellationToken.None);
        return () =>
        {
            Interlocked.Add(ref _entries, pending.Kept.Sum(item => item.Entries.Count));
            Interlocked.Increment(ref _batches);
            return pending.AfterCommit(heads);
        };
    }
}
