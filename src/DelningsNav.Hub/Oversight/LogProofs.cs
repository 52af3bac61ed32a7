using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// Supplies signed heads, proofs, leaves and tiles, so that anybody can check the log without trusting the hub (docs/promises.md, 6).
/// </summary>
/// <remarks>
/// <para>
/// Nothing here names a person, because leaves contain commitments only. Heads, proofs and hash tiles are public; who reads leaves is the
/// door's to decide, because the kinds and minutes of a short log tell more than they should (ADR 0041).
/// </para>
/// <para>
/// A head is signed once, in the transaction of the append that made it, and is proved before it is shown (<see cref="LogHeads"/>). The
/// head only grows, under one row lock for all hub nodes. Therefore, of any two heads that were ever signed, the log of one is the
/// beginning of the log of the other. An older database put back is found by the checkpoint outside it.
/// </para>
/// </remarks>
public sealed class LogProofs(HubDatabase database, LogWriter log)
{
    /// <summary>The log's name, which is the first line of its checkpoints.</summary>
    public string Origin => log.Identity.Origin;

    /// <summary>The public key line that a verifier needs.</summary>
    public string VerifierKey => log.Identity.VerifierKey;

    /// <summary>
    /// The public key lines that a verifier of a receipt of consent needs: of the log and of receipts, with a space between.
    /// </summary>
    public string ReceiptVerifierKeys => $"{VerifierKey} {log.Identity.ReceiptSigner.Verifier}";

    /// <summary>
    /// The signed statements about every key of the hub: for each purpose, which key signs when. Who trusts a log key can follow from it.
    /// </summary>
    public string KeyStatements => log.Identity.KeyStatements;

    /// <summary>The log's current head, signed.</summary>
    /// <exception cref="LogForkedException">The stored log is not the continuation of what this hub has signed.</exception>
    public async Task<SignedCheckpoint> CheckpointAsync(CancellationToken ct) => SignatureOf(await HeadAsync(ct));

    /// <summary>
    /// The proof that an entry is in the log of the given size, or of the present size if none is given. It is null when the log of that
    /// size does not contain the entry.
    /// </summary>
    public async Task<InclusionProof?> InclusionAsync(long index, long? size, CancellationToken ct)
    {
        var head = (await HeadAsync(ct)).Tree;
        return IsIn(index, size ?? head.Size, head)
            ? await AssembleAsync(ProofPlan.ForInclusion(index, size ?? head.Size), ct)
            : null;
    }

    /// <summary>
    /// The proof that the log of one size is the beginning of the log of another. It is null unless 1 ≤ from ≤ to ≤ the present size.
    /// </summary>
    public async Task<ConsistencyProof?> ConsistencyAsync(long from, long to, CancellationToken ct)
    {
        var head = (await HeadAsync(ct)).Tree;
        return from >= 1 && from <= to && to <= head.Size
            ? await AssembleAsync(ProofPlan.ForConsistency(from, to), ct)
            : null;
    }

    /// <summary>An entry's leaf as it is in the tree, or null when the log does not contain the entry.</summary>
    public async Task<byte[]?> LeafAsync(long index, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await db.Log.AsNoTracking().Where(e => e.Index == index).Select(e => e.Leaf).SingleOrDefaultAsync(ct);
    }

    /// <summary>
    /// An entry's proof in the present head, with the signed head and the leaf, as a self-contained file. It is null when the log does not
    /// contain the entry.
    /// </summary>
    public Task<TlogProof?> ProofFileAsync(long index, CancellationToken ct) => ProofFileAsync(index, withLeaf: true, ct);

    /// <summary>The same, with the leaf or without it. Without it, the file proves an entry only to somebody who has the leaf.</summary>
    public async Task<TlogProof?> ProofFileAsync(long index, bool withLeaf, CancellationToken ct)
    {
        var head = await HeadAsync(ct);
        if (!IsIn(index, head.Tree.Size, head.Tree))
        {
            return null;
        }

        var proof = await AssembleAsync(ProofPlan.ForInclusion(index, head.Tree.Size), ct);
        return new TlogProof(index, proof.Hashes, SignatureOf(head), withLeaf ? await LeafAsync(index, ct) : null);
    }

    /// <summary>
    /// A tile or an entry bundle in its C2SP encoding, or null when the log is not yet large enough for this place and width.
    /// </summary>
    public async Task<byte[]?> TileAsync(TilePath tile, CancellationToken ct)
    {
        if (tile.Width is < 1 or > TilePath.FullWidth)
        {
            return null;
        }

        var nodes = tile.Nodes.ToList();
        if (tile.Level is null)
        {
            var (first, last) = (nodes[0].Index, nodes[^1].Index);
            await using var db = database.NewContext();
            var leaves = await db.Log.AsNoTracking().Where(e => e.Index >= first && e.Index <= last).OrderBy(e => e.Index)
                .Select(e => e.Leaf).ToListAsync(ct);
            return leaves.Count == tile.Width ? EntryBundle.Encode([.. leaves.Select(leaf => new ReadOnlyMemory<byte>(leaf))]) : null;
        }

        var hashes = await LogNodes.ReadAsync(database, nodes, ct);
        return hashes.Count == tile.Width ? HashTile.Encode([.. nodes.Select(n => hashes[n])]) : null;
    }

    private static bool IsIn(long index, long size, Frontier head) => index >= 0 && index < size && size <= head.Size;

    // A log without entries has no stored signature.
    private SignedCheckpoint SignatureOf(ProvenHead head) =>
        head.Checkpoint ?? log.Identity.Sign(new Checkpoint(Origin, 0, head.Tree.Root));

    private async Task<ProvenHead> HeadAsync(CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        return await log.Heads.ReadAsync(statements, null, ct);
    }

    // A node is written in the transaction of the head that completes it, and it never changes. Therefore it may be read after the head.
    private async Task<TProof> AssembleAsync<TProof>(ProofPlan<TProof> plan, CancellationToken ct)
    {
        var hashes = await LogNodes.ReadAsync(database, plan.Nodes, ct);
        return hashes.Count == plan.Nodes.Count
            ? plan.Assemble(node => hashes[node])
            : throw new StorageException(
                "the log lacks nodes that its head covers; verify the log and restore the database from its backup");
    }
}
