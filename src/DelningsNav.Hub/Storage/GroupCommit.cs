using System.Threading.Channels;

namespace DelningsNav.Hub.Storage;

/// <summary>Serves callers who each need a commit: those who wait while one transaction runs go into the next one together, so that one fsync serves them all.</summary>
/// <remarks>If the commit fails, every caller of that batch gets the exception and nothing was written.</remarks>
internal sealed class GroupCommit<TItem, TAnswer> : IAsyncDisposable
{
    private const int LargestBatch = 256;

    private readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> _commit;
    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly Task _loop;

    /// <summary>Takes what commits a batch and gives one answer for each item, in order.</summary>
    public GroupCommit(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> commit)
    {
        _commit = commit;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Answers once the item's transaction is durable.</summary>
    public Task<TAnswer> AddAsync(TItem item, CancellationToken ct)
    {
        var waiting = new Waiting(item);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(waiting), this);
        return waiting.Answer.Task.WaitAsync(ct);
    }

    /// <summary>Takes no more items and finishes those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }

            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<Waiting> batch)
    {
        try
        {
            var answers = await _commit([.. batch.Select(w => w.Item)]);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.SetResult(answers[i]);
            }
        }
        catch (Exception cause)
        {
            // The loop must live on: the next batch may find the storage well again.
            foreach (var waiting in batch)
            {
                waiting.Answer.TrySetException(cause);
            }
        }
    }

    private sealed record Waiting(TItem Item)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
