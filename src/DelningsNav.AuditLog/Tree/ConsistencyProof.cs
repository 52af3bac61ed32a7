namespace DelningsNav.AuditLog;

/// <summary>The hashes that prove that one tree is the beginning of a later tree (RFC 9162 section 2.1.4).</summary>
/// <param name="From">The size of the earlier tree, at least 1.</param>
/// <param name="To">The size of the later tree.</param>
/// <param name="Hashes">The hashes, in the order of the standard. Empty when the sizes are the same.</param>
public sealed record ConsistencyProof(long From, long To, IReadOnlyList<MerkleHash> Hashes)
{
    /// <summary>Two proofs are equal when both sizes and every hash are equal.</summary>
    public bool Equals(ConsistencyProof? other) =>
        other is not null && From == other.From && To == other.To && Hashes.SequenceEqual(other.Hashes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, Hashes.Count);
}
