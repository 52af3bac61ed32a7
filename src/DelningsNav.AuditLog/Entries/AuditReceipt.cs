namespace DelningsNav.AuditLog;

/// <summary>Confirms that an entry is durable, with the proof of its index. Only the log's writer can make a receipt.</summary>
/// <remarks>
/// The constructor is internal, and the hub's log writer is the only other code that may call it, after the commit. Code that requires a
/// receipt can therefore not be reached without an entry in the log.
/// </remarks>
public sealed class AuditReceipt
{
    internal AuditReceipt(EntryLeaf leaf, InclusionProof proof, SignedCheckpoint checkpoint)
    {
        Leaf = leaf;
        Proof = proof;
        Checkpoint = checkpoint;
    }

    /// <summary>The entry's index in the log, from 0.</summary>
    public long Index => Proof.Index;

    /// <summary>The leaf that was logged.</summary>
    public EntryLeaf Leaf { get; }

    /// <summary>The proof that the leaf is in the checkpoint's tree.</summary>
    public InclusionProof Proof { get; }

    /// <summary>The signed head of the log that the proof leads to.</summary>
    public SignedCheckpoint Checkpoint { get; }

    /// <summary>The receipt as a file that can be checked without the hub. It includes the leaf.</summary>
    public TlogProof ToProofFile() => new(Proof.Index, Proof.Hashes, Checkpoint, Leaf.ToBytes());
}
