using System.Data.Common;
using System.Threading.Channels;

namespace DelningsNav.Hub.Storage;

/// <summary>
/// The order in which the kinds of writes of one transaction take their locks. It is the same on every node, so that there is no deadlock.
/// </summary>
internal enum LockOrder
{
    /// <summary>The rows of the callers' nonces.</summary>
    Nonces,

    /// <summary>The log subjects, then the log's head. The lock on the head lasts until the commit, and is therefore taken last.</summary>
    Log,
}

/// <summary>
/// A kind of write that must be durable before its caller gets an answer. Writes a batch of items in a shared transaction (ADR 0016).
/// </summary>
internal abstract class GroupedWrite<TItem, TAnswer>
{
    /// <summary>Its position in the transaction.</summary>
    public abstract LockOrder Order { get; }

    /// <summary>
    /// Writes the items, and returns a function that gives each caller its answer, in order, once the transaction is durable.
    /// </summary>
    public abstract Task<Func<IReadOnlyList<TAnswer>>> WriteAsync(
        Statements statements, DbTransaction transaction, IReadOnlyList<TItem> items);
}

/// <summary>
/// The commits of one process. The items of all callers that wait while one transaction runs are written together in the next transaction,
/// whatever their kind, so that one fsync is enough for all of them.
/// </summary>
/// <remarks>
/// A caller gets its answer when the write would survive a crash, never before. When a batch fails before its commit, each of its items
/// is tried alone, so that an item that the database refuses does not make other items fail. When the commit itself fails, it is unknown
/// whether the batch is stored. Every caller then gets the exception, and nothing is tried again.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int LargestBatch = 256;

    private readonly HubDatabase _database;
    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly Task _loop;

    // A connection with its prepared statements. The loop owns it. DisposeAsync owns it once the loop has ended.
    private Statements? _statements;

    /// <summary>Starts the loop.</summary>
    public GroupCommit(HubDatabase database)
    {
        _database = database;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Returns once the item is durable.</summary>
    public Task<TAnswer> AddAsync<TItem, TAnswer>(GroupedWrite<TItem, TAnswer> write, TItem item, CancellationToken ct)
    {
        var waiting = new Waiting<TItem, TAnswer>(write, item);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(waiting), this);
        return waiting.Answer.Task.WaitAsync(ct);
    }

    /// <summary>Accepts no more items, and writes the items that are waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await CloseAsync(_statements);
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            // Yield once so that other ready callers can join the batch. Under load this makes fewer and larger commits. With a single
            // caller it costs nothing.
            await Task.Factory.StartNew(
                static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
            batch.Clear();
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }

            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(IReadOnlyList<Waiting> batch)
    {
        var committing = false;
        try
        {
            var answers = await WriteAsync(batch, () => committing = true);
            answers.ForEach(answer => answer());
        }
        catch (Exception) when (batch.Count > 1 && !committing)
        {
            // It is unknown which item the database refused. Therefore each item is tried alone and gets only its own failure.
            foreach (var waiting in batch)
            {
                await CommitAsync([waiting]);
            }
        }
        catch (Exception cause)
        {
            // The loop must continue, because the storage may work again at the next batch.
            foreach (var waiting in batch)
            {
                waiting.Fail(cause);
            }
        }
    }

    /// <summary>Commits the batch and returns the function that answers its callers.</summary>
    private async Task<List<Action>> WriteAsync(IReadOnlyList<Waiting> batch, Action committing)
    {
        using var gate = await _database.EnterWriteAsync(CancellationToken.None);
        var statements = _statements ?? new Statements(_database.Engine, await OpenAsync());

        // Only a connection whose batch succeeded is used again. Any other connection is closed.
        _statements = null;
        try
        {
            await using var transaction = await statements.Connection.BeginTransactionAsync(CancellationToken.None);
            var answers = new List<Action>();
            foreach (var kind in batch.GroupBy(waiting => waiting.Write).OrderBy(kind => kind.First().Order))
            {
                answers.Add(await kind.First().WriteAllAsync(statements, transaction, kind));
            }

            committing();
            await transaction.CommitAsync(CancellationToken.None);
            _statements = statements;
            return answers;
        }
        finally
        {
            if (_statements is null)
            {
                await CloseAsync(statements);
            }
        }
    }

    private async Task<DbConnection> OpenAsync()
    {
        var connection = await _database.ConnectAsync(CancellationToken.None);
        if (_database.Engine == StorageEngine.Sqlite)
        {
            // A checkpoint makes every writer wait. If it is done seldom, it moves each page once, however many commits have written the
            // page. The write-ahead log is 64 MiB at most, and each commit is on disk regardless of this setting. The cache has room for
            // the upper pages of the indexes.
            await using var tune = connection.CreateCommand();
            tune.CommandText = "PRAGMA wal_autocheckpoint = 16384; PRAGMA cache_size = -16384";
            await tune.ExecuteNonQueryAsync();
        }

        return connection;
    }

    private static async Task CloseAsync(Statements? statements)
    {
        if (statements is not null)
        {
            await statements.DisposeAsync();
            await statements.Connection.DisposeAsync();
        }
    }

    private abstract class Waiting
    {
        public abstract object Write { get; }

        public abstract LockOrder Order { get; }

        /// <summary>Writes all waiting items of the same kind together, including this item.</summary>
        public abstract Task<Action> WriteAllAsync(Statements statements, DbTransaction transaction, IEnumerable<Waiting> alike);

        public abstract void Fail(Exception cause);
    }

    private sealed class Waiting<TItem, TAnswer>(GroupedWrite<TItem, TAnswer> write, TItem item) : Waiting
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override object Write => write;

        public override LockOrder Order => write.Order;

        private TItem Item => item;

        public override async Task<Action> WriteAllAsync(Statements statements, DbTransaction transaction, IEnumerable<Waiting> alike)
        {
            var all = alike.Cast<Waiting<TItem, TAnswer>>().ToList();
            var answers = await write.WriteAsync(statements, transaction, all.ConvertAll(waiting => waiting.Item));
            return () =>
            {
                foreach (var (waiting, answer) in all.Zip(answers()))
                {
                    waiting.Answer.SetResult(answer);
                }
            };
        }

        public override void Fail(Exception cause) => Answer.TrySetException(cause);
    }
}
