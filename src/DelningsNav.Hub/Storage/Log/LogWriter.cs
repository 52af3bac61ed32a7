using System.Threading.Channels;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Policies;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>The log's writer: takes waiting appends as a batch and commits them in one transaction, so that one fsync serves many callers.</summary>
/// <remarks>
/// There is one loop for each process; several hub nodes meet at the head's row lock. An append answers when its entries
/// would survive a crash, never before. If the storage fails, every caller of the batch gets
/// <see cref="LogUnavailableException"/> and nothing was written.
/// </remarks>
public sealed class LogWriter : IAsyncDisposable
{
    private const int LargestBatch = 256;

    private readonly HubDatabase _database;
    private readonly PayloadKeys _payloadKeys;
    private readonly TimeProvider _clock;
    private readonly string _policySet;
    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly Task _loop;

    // Owned by the loop, and by DisposeAsync once the loop has ended: the writer's connection with its statements prepared.
    private Statements? _statements;
    private long _entries;
    private long _batches;

    /// <summary>Starts the writer.</summary>
    public LogWriter(HubDatabase database, HubKeys keys, ReleasePolicies policies, LogIdentity identity, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(policies);
        _database = database;
        Keys = keys;
        Identity = identity;
        _payloadKeys = new PayloadKeys(database, keys);
        _clock = clock;
        _policySet = policies.Version;
        _loop = Task.Run(RunAsync);
    }

    internal HubKeys Keys { get; }

    internal LogIdentity Identity { get; }

    internal PayloadKeys PayloadKeys => _payloadKeys;

    /// <summary>How many entries this writer has committed, in how many transactions. For measuring.</summary>
    internal (long Entries, long Batches) Written => (Interlocked.Read(ref _entries), Interlocked.Read(ref _batches));

    /// <summary>Appends entries that rely on nothing: something was read, or a delivery is confirmed.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    public async Task<IReadOnlyList<AuditReceipt>> AppendAsync(NewEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var outcome = await AppendAsync([entry], [], [], ct);
        return ((AppendOutcome.Appended)outcome).Receipts;
    }

    /// <summary>Appends entries only if every subject version is still the one that the caller's decision saw.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    internal async Task<AppendOutcome> AppendAsync(
        IReadOnlyList<NewEntry> entries,
        IReadOnlyList<SubjectVersion> reliesOn,
        IReadOnlyList<Func<IReadOnlyList<long>, BesideRow>> beside,
        CancellationToken ct)
    {
        var waiting = new Waiting(new LogAppend(Prepare(entries, await CurrentKeyAsync(ct)), reliesOn, beside));
        if (!_queue.Writer.TryWrite(waiting))
        {
            throw new LogUnavailableException(new ObjectDisposedException(nameof(LogWriter)));
        }

        return await waiting.Answer.Task.WaitAsync(ct);
    }

    /// <summary>The key to seal entries of this moment with.</summary>
    /// <remarks>Fetched before a transaction begins: making a month's first key inside one would wait for itself on SQLite.</remarks>
    /// <exception cref="LogUnavailableException">The key cannot be read or made.</exception>
    internal async ValueTask<PayloadKey> CurrentKeyAsync(CancellationToken ct)
    {
        try
        {
            return await _payloadKeys.ForAsync(_clock.GetUtcNow(), ct);
        }
        catch (System.Data.Common.DbException cause)
        {
            throw new LogUnavailableException(cause);
        }
    }

    /// <summary>Encodes and seals entries; done by the caller, so that the batch's transaction stays short.</summary>
    internal IReadOnlyList<PreparedEntry> Prepare(IReadOnlyList<NewEntry> entries, PayloadKey key)
    {
        var now = _clock.GetUtcNow();
        return [.. entries.Select(entry => Prepare(entry, now, key))];
    }

    /// <summary>Stops taking appends and finishes those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await CloseAsync(_statements);
    }

    private PreparedEntry Prepare(NewEntry entry, DateTimeOffset now, PayloadKey key)
    {
        var made = LogEntry.Make(now, entry.Kind, entry.Verdict, _policySet, Fields(entry));
        var tokens = new EntryTokens(
            entry.About is { } about ? Keys.Token("child", about.Value) : null,
            Keys.Token("actor", entry.Actor.Id),
            entry.Case is { } matter ? Keys.Token("case", matter.Value) : null);
        return new PreparedEntry(entry, made, made.Leaf.ToBytes(), PayloadKeys.Seal(key, made.Payload.ToBytes()), key.Id, tokens);
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(NewEntry entry)
    {
        yield return new("actor", $"{entry.Actor.Kind}:{entry.Actor.Id}");
        yield return new("actor-name", entry.Actor.Name);
        if (entry.Actor.Unit.Length > 0)
        {
            yield return new("actor-unit", entry.Actor.Unit);
            yield return new("actor-role", entry.Actor.Role);
        }

        if (entry.About is { } about)
        {
            yield return new("person", about.ToString());
        }

        if (entry.Case is { } @case)
        {
            yield return new("case", @case.ToString());
        }

        foreach (var (name, value) in entry.Fields)
        {
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
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
            var outcomes = await WriteAsync(batch);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.SetResult(outcomes[i]);
            }
        }
        catch (Exception) when (batch.Count > 1)
        {
            // One item that the database refuses must not take the others with it: each gets its own transaction and its own answer.
            foreach (var waiting in batch)
            {
                await CommitAsync([waiting]);
            }
        }
        catch (Exception cause)
        {
            // The loop must live on: the next append may find the storage well again.
            batch[0].Answer.SetException(new LogUnavailableException(cause));
        }
    }

    private async Task<AppendOutcome[]> WriteAsync(List<Waiting> batch)
    {
        using var gate = await _database.EnterWriteAsync(CancellationToken.None);
        var statements = _statements ?? new Statements(_database.Engine, await _database.ConnectAsync(CancellationToken.None));

        // Only a connection whose batch went well is used again; any other is closed.
        _statements = null;
        try
        {
            await using var transaction = await statements.Connection.BeginTransactionAsync(CancellationToken.None);
            var pending = await LogTransaction.AppendAsync(statements, transaction, [.. batch.Select(w => w.Item)], CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
            Interlocked.Add(ref _entries, pending.Kept.Sum(item => item.Entries.Count));
            Interlocked.Increment(ref _batches);
            _statements = statements;
            return pending.AfterCommit(Identity.Origin, Identity.Signer);
        }
        finally
        {
            if (_statements is null)
            {
                await CloseAsync(statements);
            }
        }
    }

    private static async Task CloseAsync(Statements? statements)
    {
        if (statements is not null)
        {
            await statements.DisposeAsync();
            await statements.Connection.DisposeAsync();
        }
    }

    private sealed record Waiting(LogAppend Item)
    {
        public TaskCompletionSource<AppendOutcome> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Under which name the log signs its checkpoints, and with which key.</summary>
public sealed class LogIdentity
{
    /// <summary>Takes the origin, <c>host/tenant/audit</c>, and the hub's keys.</summary>
    public LogIdentity(string origin, HubKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Origin = origin;
        var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(keys.LogSigningKey);
        Signer = new NoteSigner(origin, key);
    }

    /// <summary>The log's name.</summary>
    public string Origin { get; }

    /// <summary>What signs its checkpoints.</summary>
    internal NoteSigner Signer { get; }

    /// <summary>The public key line that a verifier needs.</summary>
    public string VerifierKey => Signer.Verifier.ToString();
}
