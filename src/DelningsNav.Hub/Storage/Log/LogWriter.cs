using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Seals;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>Writes the log. Encodes and encrypts entries, and commits them together with other waiting writes.</summary>
/// <remarks>
/// The head's row lock orders the appends of several hub nodes. An append returns when its entries would survive a crash, never before.
/// If the storage fails, the caller gets <see cref="LogUnavailableException"/>.
/// INVARIANT: an entry names the policy set that is in force at its index (ADR 0018). Therefore every append relies on the version that the
/// log subject of the policy set had when the name was read.
/// </remarks>
public sealed class LogWriter
{
    private const int Attempts = 20;

    private readonly HubDatabase _database;
    private readonly PayloadKeys _payloadKeys;
    private readonly TimeProvider _clock;
    private readonly GroupedLogWrite _write;
    private NamedPolicySet? _named;

    /// <summary>The writer of a hub's log.</summary>
    internal LogWriter(HubDatabase database, HubKeys keys, LogIdentity identity, LogAnchor anchor, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        Keys = keys;
        Identity = identity;
        _payloadKeys = new PayloadKeys(database, keys);
        _clock = clock;
        Heads = new LogHeads(identity, anchor, new LogRestores(database, _payloadKeys));
        Seals = new StateSeals(database.Engine, keys);
        Tokens = new SearchTokens(keys);
        database.Keys = keys;
        database.ChangedOutside = () => StateAlarms.Subjects;
        database.Unopened = () => StateAlarms.Unopened;
        database.AlarmUnopened = person => StateAlarms.Raise(person, StateAlarms.UnopenedValue);
        database.Comparison = new StateGuard(database.Engine, Seals, StateAlarms).IsSoundAsync;
        Erasures = new LogErasures(database, this, clock);
        _write = new GroupedLogWrite(Heads);
    }

    internal HubKeys Keys { get; }

    internal LogIdentity Identity { get; }

    internal LogHeads Heads { get; }

    internal LogErasures Erasures { get; }

    internal StateSeals Seals { get; }

    /// <summary>What was found to be changed outside the hub.</summary>
    internal StateAlarms StateAlarms { get; } = new();

    internal PayloadKeys PayloadKeys => _payloadKeys;

    /// <summary>The tokens by which searches find entries.</summary>
    internal SearchTokens Tokens { get; }

    /// <summary>The number of entries that this writer has committed, and the number of their transactions. For measurements.</summary>
    internal (long Entries, long Batches) Written => _write.Written;

    /// <summary>Appends an entry that relies on no version, for example that something was read or a delivery was confirmed.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    public async Task<IReadOnlyList<AuditReceipt>> AppendAsync(NewEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return await AppendAsync(entry, [], ct);
    }

    /// <summary>Appends an entry that relies on no version, with rows that belong to it.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    internal async Task<IReadOnlyList<AuditReceipt>> AppendAsync(
        NewEntry entry, IReadOnlyList<Func<IReadOnlyList<long>, ExtraRow>> beside, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var named = await NamedAsync(ct);
            if (await AppendAsync([entry], named.Version, [new(SubjectId.PolicySet, named.SubjectVersion)], beside, ct)
                is AppendOutcome.Appended appended)
            {
                return appended.Receipts;
            }

            _named = null;
        }

        throw new LogUnavailableException(new TimeoutException("the policy set kept changing"));
    }

    /// <summary>
    /// Appends entries only if every log subject still has the version that the caller's decision used. The policy set is one of these
    /// subjects. The version of <paramref name="changed"/> is raised, and its new state is sealed, in the same transaction.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    internal async Task<AppendOutcome> AppendAsync(
        IReadOnlyList<NewEntry> entries,
        string policySet,
        IReadOnlyList<SubjectVersion> reliesOn,
        IReadOnlyList<Func<IReadOnlyList<long>, ExtraRow>> beside,
        CancellationToken ct,
        ChangedState? changed = null)
    {
        var key = entries.All(entry => PayloadKeys.IsForEver(entry.Kind)) ? await ErasuresKeyAsync(ct) : await CurrentKeyAsync(ct);
        var logged = changed is { Digest: { } digest } ? StateEntry.With(entries, [(changed.Subject, digest)]) : entries;
        var append = new LogAppend(Prepare(logged, policySet, key), reliesOn, beside)
        {
            Changes = changed is null ? null
                : (changed.Subject, changed.Digest is { } state ? Keys.StateSeal(changed.Subject.Value, state) : null),
        };
        try
        {
            return await _database.Commits.AddAsync(_write, append, ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The reason why the entries could not be written does not matter. In every case nothing may be released.
            throw new LogUnavailableException(cause);
        }
    }

    /// <summary>
    /// Appends the entry that begins a new incarnation, to a head that this hub has signed but that is not the continuation of the newest
    /// one it knows. Then this head is the newest one.
    /// </summary>
    /// <param name="entry">Makes the entry from the number of the incarnation, the head that was lost, and the stored size.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    internal async Task<AuditReceipt> BeginIncarnationAsync(Func<int, Checkpoint?, long, NewEntry> entry, CancellationToken ct)
    {
        var key = await ErasuresKeyAsync(ct);
        try
        {
            using var gate = await _database.EnterWriteAsync(ct);
            await using var connection = await _database.ConnectAsync(ct);
            await using var statements = new Statements(_database.Engine, connection);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await Subjects.LockAsync(statements, transaction, [SubjectId.PolicySet], ct);
            var named = await NamedPolicySet.ReadAsync(statements, transaction, ct);
            var known = Heads.Anchor.Newest;
            var stored = await Heads.ReadSignedAsync(statements, transaction, toLock: true, ct);
            var incarnation = 1 + Math.Max(known?.Incarnation ?? 0, await Heads.Restores.LatestAsync(ct));
            var made = Prepare([entry(incarnation, known?.Checkpoint.Checkpoint, stored.Tree.Size)], named.Version, key);
            var pending = await LogTransaction.AppendAsync(
                Heads, statements, transaction, [new LogAppend(made, [], [])], ct, confirmed: stored);
            await transaction.CommitAsync(ct);
            Heads.Anchor.Restart(new AnchoredHead(incarnation, pending.Checkpoint!));
            return ((AppendOutcome.Appended)pending.AfterCommit(Heads)[0]).Receipts[0];
        }
        catch (Exception cause) when (cause is System.Data.Common.DbException or LogForkedException)
        {
            throw new LogUnavailableException(cause);
        }
    }

    /// <summary>The key with which entries of this moment are encrypted.</summary>
    /// <remarks>
    /// The key is fetched before a transaction begins, because creating a month's first key inside a transaction would cause a deadlock on
    /// SQLite.
    /// </remarks>
    /// <exception cref="LogUnavailableException">The key cannot be read or created.</exception>
    internal ValueTask<PayloadKey> CurrentKeyAsync(CancellationToken ct) =>
        KeyAsync(PayloadKeys.AccessLog, PayloadKeys.MonthOf(_clock.GetUtcNow()), ct);

    // What says why the log looks as it does must stay readable when the month in which it was made is erased.
    private ValueTask<PayloadKey> ErasuresKeyAsync(CancellationToken ct) => KeyAsync(PayloadKeys.Erasures, "", ct);

    private async ValueTask<PayloadKey> KeyAsync(string retentionClass, string month, CancellationToken ct)
    {
        try
        {
            return await _payloadKeys.ForAsync(retentionClass, month, ct);
        }
        catch (System.Data.Common.DbException cause)
        {
            throw new LogUnavailableException(cause);
        }
    }

    /// <summary>Encodes and encrypts entries. The caller does this, so that the transaction of the batch stays short.</summary>
    internal IReadOnlyList<PreparedEntry> Prepare(IReadOnlyList<NewEntry> entries, string policySet, PayloadKey key)
    {
        var now = _clock.GetUtcNow();
        return [.. entries.Select(entry => Prepare(entry, policySet, now, key))];
    }

    private async ValueTask<NamedPolicySet> NamedAsync(CancellationToken ct)
    {
        if (_named is { } named)
        {
            return named;
        }

        try
        {
            await using var connection = await _database.ConnectAsync(ct);
            await using var statements = new Statements(_database.Engine, connection);
            return _named = await NamedPolicySet.ReadAsync(statements, null, ct);
        }
        catch (System.Data.Common.DbException cause)
        {
            throw new LogUnavailableException(cause);
        }
    }

    private PreparedEntry Prepare(NewEntry entry, string policySet, DateTimeOffset now, PayloadKey key)
    {
        var made = LogEntry.Make(now, entry.Kind, entry.Verdict, policySet, Fields(entry));
        var search = new EntrySearch(
            entry.About is { } about ? SearchKey.Of(Keys, SearchKind.Child, about.Value) : null,
            SearchKey.Of(Keys, SearchKind.Actor, entry.Actor.Id),
            entry.Case is { } matter ? SearchKey.Of(Keys, SearchKind.Case, matter.Value) : null,
            entry.Actor.Authority,
            entry.Holder);
        return new PreparedEntry(entry, made, made.Leaf.ToBytes(), PayloadKeys.Seal(key, made.Payload.ToBytes(), search), key.Id, search);
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

        if (entry.Actor.Through is { } system && !entry.Fields.ContainsKey("client"))
        {
            yield return new("client", system.ToString());
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
}
