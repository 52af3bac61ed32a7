using System.Data.Common;
using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>Reads the log's head and proves it before anything relies on it, and signs the next head (ADR 0037).</summary>
/// <remarks>
/// <code>
///   1. Signed     This hub's key has signed the checkpoint that is stored with the head, and not a key that had ended.
///   2. The same   The stored tree has the size and the root of that checkpoint.
///   3. Not older  The checkpoint is not behind the newest one that this node has signed or read.
///   4. Extends    Where it is ahead, a proof shows that the newest known log is the beginning of it.
/// </code>
/// An attacker who can write the database, but has no key, can therefore not add an entry, remove the last ones or put an older database
/// back without stopping the log: nothing is appended, so that nothing is released.
/// </remarks>
internal sealed class LogHeads(LogIdentity identity, LogAnchor anchor, LogRestores restores)
{
    private const string HeadText = "SELECT frontier, checkpoint FROM log_head WHERE id = 1";

    // The checkpoint that this node signed last. Its transaction may have failed, so that it is not the anchor. When the database has it,
    // it needs no proof, because it was made from a head that was proved.
    private SignedCheckpoint? _signed;

    /// <summary>Why the head could not be proved the last time, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The newest checkpoint outside the database.</summary>
    public LogAnchor Anchor => anchor;

    /// <summary>Closed while the database may be older than this hub. Nothing is read or appended past it.</summary>
    public LogFence Fence { get; } = new();

    /// <summary>The restores that people have confirmed.</summary>
    public LogRestores Restores => restores;

    /// <summary>The head, proved. Inside a transaction, it is locked against change until the transaction ends.</summary>
    /// <exception cref="LogForkedException">The stored head is not the continuation of what this hub has signed.</exception>
    /// <exception cref="StorageException">There is no head.</exception>
    public Task<ProvenHead> ReadAsync(Statements statements, DbTransaction? transaction, CancellationToken ct) =>
        ReadAsync(statements, transaction, toLock: transaction is not null, ct);

    /// <summary>The head, proved, in a transaction that only reads unless it is to be locked.</summary>
    /// <exception cref="LogForkedException">The stored head is not the continuation of what this hub has signed.</exception>
    /// <exception cref="StorageException">There is no head.</exception>
    public async Task<ProvenHead> ReadAsync(Statements statements, DbTransaction? transaction, bool toLock, CancellationToken ct)
    {
        // Read before the database is, because another append may be committed between the two.
        var known = anchor.Newest;
        var (tree, note) = await StoredAsync(statements, transaction, toLock, ct);
        try
        {
            if (Fence.Why is { } why)
            {
                throw new LogForkedException(why) { IsOlder = true };
            }

            var head = await ProveAsync(tree, note, known, nodes =>
                LogNodes.ReadAsync(statements.Connection, transaction, statements.Engine, nodes, ct));
            Take(head);
            return head;
        }
        catch (LogForkedException forked) when (forked.IsOlder && known is not null)
        {
            return await AfterRestoreAsync(tree, note, known, forked, ct);
        }
        catch (LogForkedException forked)
        {
            Fault = forked.Message;
            throw;
        }
    }

    /// <summary>Proves steps 1 and 2 alone: that this hub signed the head. For the confirmation of a restore.</summary>
    /// <exception cref="LogForkedException">This hub has not signed the head.</exception>
    public async Task<ProvenHead> ReadSignedAsync(Statements statements, DbTransaction? transaction, bool toLock, CancellationToken ct)
    {
        var (tree, note) = await StoredAsync(statements, transaction, toLock, ct);
        return SignedHead(tree, note, isOlder: true);
    }

    // The head is not the continuation of what this node knows. People may have confirmed that on another node.
    private async Task<ProvenHead> AfterRestoreAsync(
        Frontier tree, string? note, AnchoredHead known, LogForkedException forked, CancellationToken ct)
    {
        var head = SignedHead(tree, note, isOlder: true);
        if (head.Checkpoint is not { } checkpoint || await restores.AfterAsync(known, checkpoint.Checkpoint, ct) is not { } incarnation)
        {
            Fault = forked.Message;
            throw forked;
        }

        anchor.Restart(new AnchoredHead(incarnation, checkpoint));
        Fence.Open();
        Fault = null;
        return head;
    }

    private void Take(ProvenHead head)
    {
        Fault = null;
        if (head.Checkpoint is not null)
        {
            anchor.Take(head.Checkpoint, []);
        }
    }

    /// <summary>Signs the head that an append makes from a proved head. The caller holds the lock of the head.</summary>
    public SignedCheckpoint Sign(Frontier next) =>
        _signed = identity.Sign(new Checkpoint(identity.Origin, next.Size, next.Root));

    /// <summary>Takes a head whose transaction is committed, with the entries that it covers for the first time.</summary>
    public void Committed(SignedCheckpoint checkpoint, IEnumerable<PreparedEntry> entries, long firstIndex) => anchor.Take(
        checkpoint,
        entries.Select((entry, i) => (entry, Index: firstIndex + i, Kind: EntryKinds.Told(entry.Source)))
            .Where(e => Closing.Kinds.Contains(e.Kind))
            .Select(e => new Closing(
                e.Index, e.entry.Entry.At, e.Kind, e.entry.Entry.Leaf.Hash.ToBase64(),
                e.entry.Source.About?.Value, e.entry.Source.Actor.Id)));

    /// <summary>The tree of the stored head, and its checkpoint as text. Nothing is checked.</summary>
    private static async Task<(Frontier Tree, string? Note)> StoredAsync(
        Statements statements, DbTransaction? transaction, bool toLock, CancellationToken ct)
    {
        var text = statements.Engine == StorageEngine.PostgreSql && toLock ? HeadText + " FOR UPDATE" : HeadText;
        await using var reader = await statements.Of(text, transaction).ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            throw new StorageException("the log has no head; restore the database from its backup");
        }

        try
        {
            return (Frontier.FromBytes((byte[])reader.GetValue(0)), await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1));
        }
        catch (Exception cause) when (cause is FormatException or InvalidCastException)
        {
            throw new LogForkedException($"the log's head cannot be read: {cause.Message}");
        }
    }

    /// <summary>Steps 1 to 4 for a head that was read.</summary>
    /// <param name="tree">The stored tree.</param>
    /// <param name="note">The stored checkpoint.</param>
    /// <param name="known">The newest checkpoint that was known before the head was read.</param>
    /// <param name="read">Reads stored nodes of the tree, for the proof of step 4.</param>
    private async Task<ProvenHead> ProveAsync(
        Frontier tree, string? note, AnchoredHead? known, Func<IReadOnlyList<NodeId>, Task<Dictionary<NodeId, MerkleHash>>> read)
    {
        var head = SignedHead(tree, note);
        if (known is not null && head.Checkpoint is null)
        {
            throw Behind(0, known.Checkpoint.Checkpoint.Size);
        }

        if (known is not null && head.Checkpoint != known.Checkpoint && head.Checkpoint != _signed)
        {
            await AssertExtendsAsync(known.Checkpoint.Checkpoint, head.Checkpoint!.Checkpoint, read);
        }

        return head;
    }

    // Steps 1 and 2. An older head may be signed with a key that has ended since then.
    private ProvenHead SignedHead(Frontier tree, string? note, bool isOlder = false)
    {
        if (note is null && tree.Size == 0)
        {
            return new ProvenHead(tree, null);
        }

        var checkpoint = note is not null && (Is(note, _signed) ?? Is(note, anchor.Newest?.Checkpoint)) is { } own
            ? own
            : Signed(note, isOlder);
        return checkpoint.Checkpoint.Size == tree.Size && checkpoint.Checkpoint.Root == tree.Root
            ? new ProvenHead(tree, checkpoint)
            : throw new LogForkedException(
                $"the log's head has {tree.Size} entries and a root that is not the one in its signed checkpoint of "
                + $"{checkpoint.Checkpoint.Size} entries");
    }

    private static SignedCheckpoint? Is(string note, SignedCheckpoint? known) => known?.ToString() == note ? known : null;

    private SignedCheckpoint Signed(string? note, bool isOlder) =>
        !SignedCheckpoint.TryParse(note, out var checkpoint) || !identity.HasSigned(checkpoint)
            ? throw new LogForkedException("the log's head has no checkpoint that this hub's key has signed")
            : isOlder || identity.MayFollow(checkpoint, anchor.Newest?.Checkpoint)
                ? checkpoint
                : anchor.Newest is { } newest && checkpoint.Checkpoint.Size < newest.Checkpoint.Checkpoint.Size
                    ? throw Behind(checkpoint.Checkpoint.Size, newest.Checkpoint.Checkpoint.Size)
                : throw new LogForkedException(
                    "the log's head is signed only by a key that has ended, though newer heads were signed by the key after it");

    private static async Task AssertExtendsAsync(
        Checkpoint known, Checkpoint head, Func<IReadOnlyList<NodeId>, Task<Dictionary<NodeId, MerkleHash>>> read)
    {
        if (head.Size < known.Size)
        {
            throw Behind(head.Size, known.Size);
        }

        if (head.Size == known.Size)
        {
            if (head.Root != known.Root)
            {
                throw Forked(head.Size, known.Size);
            }

            return;
        }

        var plan = ProofPlan.ForConsistency(known.Size, head.Size);
        var nodes = await read(plan.Nodes);
        if (!plan.Nodes.All(nodes.ContainsKey)
            || !MerkleTree.VerifyConsistency(plan.Assemble(node => nodes[node]), known.Root, head.Root))
        {
            throw Forked(head.Size, known.Size);
        }
    }

    private static LogForkedException Behind(long size, long known) => new(
        $"the database's log has {size} entries, but this hub has signed a log of {known} entries; the database is older than the hub")
    { IsOlder = true };

    private static LogForkedException Forked(long size, long known) => new(
        $"the database's log of {size} entries does not begin with the {known} entries that this hub has signed")
    { IsOlder = true };
}

/// <summary>A head that was proved.</summary>
/// <param name="Tree">The right edge of the tree.</param>
/// <param name="Checkpoint">The signed checkpoint; null while the log has no entry.</param>
internal sealed record ProvenHead(Frontier Tree, SignedCheckpoint? Checkpoint);

/// <summary>
/// The stored log is not the continuation of what this hub has signed. Nothing may be appended or signed, so nothing is released.
/// </summary>
public sealed class LogForkedException : Exception
{
    /// <summary>Creates the exception. The message says what differs.</summary>
    public LogForkedException(string message)
        : base(message) { }

    /// <summary>
    /// Whether this hub has signed the stored log, but another or a longer one after it. That is what a database looks like that was
    /// restored from a backup. People can confirm it.
    /// </summary>
    public bool IsOlder { get; init; }
}
