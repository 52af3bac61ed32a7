namespace DelningsNav.AuditLog;

/// <summary>Hashes that lead from one leaf to the root of a tree of a certain size (RFC 9162 section 2.1.3).</summary>
/// <param name="Index">The leaf's place, from 0.</param>
/// <param name="TreeSize">How many leaves the tree has.</param>
/// <param name="Hashes">The hashes, from the leaf's sibling to the root's child.</param>
public sealed record InclusionProof(long Index, long TreeSize, IReadOnlyList<MerkleHash> Hashes)
{
    /// <summary>Two proofs are equal when the place, the size and every hash are equal.</summary>
    public bool Equals(InclusionProof? other) =>
        other is not null && Index == other.Index && TreeSize == other.TreeSize && Hashes.SequenceEqual(other.Hashes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, TreeSize, Hashes.Count);
}
