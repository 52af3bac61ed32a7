namespace DelningsNav.AuditLog;

/// <summary>
/// The nodes of a log as its hash tiles contain them, so that proofs can be made from what the log publishes (c2sp.org/tlog-tiles).
/// </summary>
/// <remarks>
/// A tile contains every eighth level of the tree only. A node between two such levels is computed from the hashes of one tile. Nothing
/// here is trusted: a proof that is made from false tiles does not lead to the signed root.
/// </remarks>
public static class TiledNodes
{
    /// <summary>
    /// The tiles that contain these nodes in a log of this size, each once. A partial tile has the width that it has at this size,
    /// because a log may have removed narrower ones.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A node is not a perfect subtree of a log of this size.</exception>
    public static IReadOnlyList<TilePath> TilesOf(IEnumerable<NodeId> nodes, long treeSize)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return [.. nodes.Select(node => TileOf(node, treeSize)).Distinct()];
    }

    /// <summary>The hash of a node in a log of this size, from the hashes of its tile.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The node is not a perfect subtree of a log of this size.</exception>
    public static MerkleHash HashOf(NodeId node, long treeSize, Func<TilePath, IReadOnlyList<MerkleHash>> hashesOf)
    {
        ArgumentNullException.ThrowIfNull(hashesOf);
        var hashes = hashesOf(TileOf(node, treeSize));
        var (first, count) = Span(node);
        return MerkleTree.Root(hashes.Skip((int)(first % TilePath.FullWidth)).Take(count));
    }

    private static TilePath TileOf(NodeId node, long treeSize)
    {
        var (first, count) = Span(node);
        var tile = TilePath.InTree(node.Level / TilePath.TreeLevels, first / TilePath.FullWidth, treeSize);
        return tile is { } inTree && (first % TilePath.FullWidth) + count <= inTree.Width
            ? inTree
            : throw new ArgumentOutOfRangeException(nameof(node), node, $"a log of {treeSize} entries has no such node");
    }

    /// <summary>The hashes of the tile's level that are under the node: the place of the first one, and how many.</summary>
    private static (long First, int Count) Span(NodeId node)
    {
        var height = node.Level % TilePath.TreeLevels;
        return (node.Index << height, 1 << height);
    }
}
