namespace DelningsNav.AuditLog;

/// <summary>Computes the root of a long sequence of leaves in constant memory, one leaf at a time.</summary>
/// <remarks>It serves to check a log and cannot make proofs. The log's writer uses <see cref="Frontier"/>.</remarks>
public sealed class GrowingTree
{
    private readonly List<MerkleHash> _subtrees = [];

    /// <summary>How many leaves were added.</summary>
    public long Size { get; private set; }

    /// <summary>The root over all leaves added so far.</summary>
    public MerkleHash Root => RootOf(_subtrees);

    /// <summary>Adds the next leaf.</summary>
    public void Add(MerkleHash leaf)
    {
        // Each trailing one-bit of the size means that there is a subtree as large as the current one. The two are merged.
        for (var bits = Size; (bits & 1) == 1; bits >>= 1)
        {
            leaf = MerkleTree.NodeHash(_subtrees[^1], leaf);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }

        _subtrees.Add(leaf);
        Size++;
    }

    internal static MerkleHash RootOf(IReadOnlyList<MerkleHash> subtrees)
    {
        if (subtrees.Count == 0)
        {
            return MerkleTree.EmptyRoot;
        }

        var root = subtrees[^1];
        for (var i = subtrees.Count - 2; i >= 0; i--)
        {
            root = MerkleTree.NodeHash(subtrees[i], root);
        }

        return root;
    }
}
