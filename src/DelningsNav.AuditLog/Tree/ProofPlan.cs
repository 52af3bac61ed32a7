namespace DelningsNav.AuditLog;

/// <summary>The stored nodes that a proof is made from. Read them together, then assemble the proof.</summary>
/// <remarks>
/// A hash of a proof is either a stored node or, at the incomplete right edge of the tree, computed from several stored nodes. The plan
/// names all nodes needed, at most two for each level, so that a caller with a database needs one query.
/// </remarks>
public abstract class ProofPlan<TProof>
{
    private readonly List<int> _nodesPerHash;

    private protected ProofPlan(IReadOnlyList<LeafRange> siblings)
    {
        var nodes = new List<NodeId>();
        var counts = new List<int>();
        foreach (var sibling in siblings)
        {
            var before = nodes.Count;
            nodes.AddRange(sibling.PerfectSubtrees());
            counts.Add(nodes.Count - before);
        }

        Nodes = nodes;
        _nodesPerHash = counts;
    }

    /// <summary>The nodes to read, including leaves (level 0). Each node occurs once.</summary>
    public IReadOnlyList<NodeId> Nodes { get; }

    /// <summary>Makes the proof from the nodes' hashes, given in the order of <see cref="Nodes"/>.</summary>
    /// <exception cref="ArgumentException">There are more or fewer hashes than nodes.</exception>
    public TProof Assemble(IReadOnlyList<MerkleHash> hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        if (hashes.Count != Nodes.Count)
        {
            throw new ArgumentException($"the plan needs {Nodes.Count} hashes, not {hashes.Count}", nameof(hashes));
        }

        var proof = new List<MerkleHash>(_nodesPerHash.Count);
        var end = 0;
        foreach (var count in _nodesPerHash)
        {
            end += count;
            var hash = hashes[end - 1];
            for (var i = 2; i <= count; i++)
            {
                hash = MerkleTree.NodeHash(hashes[end - i], hash);
            }

            proof.Add(hash);
        }

        return Prove(proof);
    }

    /// <summary>Makes the proof with a function that returns the hash of one node at a time.</summary>
    public TProof Assemble(Func<NodeId, MerkleHash> node) => Assemble(Nodes.Select(node).ToList());

    private protected abstract TProof Prove(IReadOnlyList<MerkleHash> hashes);
}

/// <summary>Plans for the two kinds of proof.</summary>
public static class ProofPlan
{
    /// <summary>A plan to prove that the leaf is in the tree of this size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not that of a leaf in a tree of this size.</exception>
    public static ProofPlan<InclusionProof> ForInclusion(long index, long treeSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, treeSize);
        return new Inclusion(index, treeSize, Siblings(index, treeSize));
    }

    /// <summary>A plan to prove that the tree of one size is the beginning of the tree of another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The earlier size is 0, from which nothing can be proved,
    /// or is greater than the later size.</exception>
    public static ProofPlan<ConsistencyProof> ForConsistency(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        return new Consistency(from, to, Differences(from, to));
    }

    /// <summary>PATH of RFC 9162 section 2.1.3.1, as ranges of leaves instead of hashes, from the leaf upwards.</summary>
    private static List<LeafRange> Siblings(long index, long treeSize)
    {
        var siblings = new List<LeafRange>();
        var tree = new LeafRange(0, treeSize);
        while (tree.Count > 1)
        {
            var (left, right) = tree.Split();
            var goesLeft = index < right.Start;
            siblings.Add(goesLeft ? right : left);
            tree = goesLeft ? left : right;
        }

        siblings.Reverse();
        return siblings;
    }

    /// <summary>SUBPROOF of RFC 9162 section 2.1.4.1, as ranges of leaves instead of hashes.</summary>
    private static List<LeafRange> Differences(long from, long to)
    {
        var differences = new List<LeafRange>();
        var tree = new LeafRange(0, to);
        while (tree.End != from)
        {
            var (left, right) = tree.Split();
            var goesLeft = from <= right.Start;
            differences.Add(goesLeft ? right : left);
            tree = goesLeft ? left : right;
        }

        // When the remaining subtree is the whole earlier tree, its hash is left out, because the verifier already has it.
        if (tree.Start != 0)
        {
            differences.Add(tree);
        }

        differences.Reverse();
        return differences;
    }

    private sealed class Inclusion(long index, long treeSize, IReadOnlyList<LeafRange> siblings)
        : ProofPlan<InclusionProof>(siblings)
    {
        private protected override InclusionProof Prove(IReadOnlyList<MerkleHash> hashes) => new(index, treeSize, hashes);
    }

    private sealed class Consistency(long from, long to, IReadOnlyList<LeafRange> differences)
        : ProofPlan<ConsistencyProof>(differences)
    {
        private protected override ConsistencyProof Prove(IReadOnlyList<MerkleHash> hashes) => new(from, to, hashes);
    }
}
