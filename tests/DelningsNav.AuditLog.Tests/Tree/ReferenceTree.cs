namespace DelningsNav.AuditLog.Tests.Tree;

/// <summary>
/// The definitions of RFC 9162 sections 2.1.1 to 2.1.4 written down as they stand, slow and without any cleverness, to
/// compare the product with.
/// </summary>
internal sealed class ReferenceTree(IReadOnlyList<MerkleHash> leaves)
{
    private readonly Dictionary<(int, int), MerkleHash> _hashes = [];

    /// <summary>A tree whose leaf i is the single byte i, repeating after 256.</summary>
    internal static ReferenceTree OfBytes(int size) => new(Leaves(0, size));

    internal static List<MerkleHash> Leaves(int start, int count) =>
        Enumerable.Range(start, count).Select(i => MerkleTree.LeafHash([(byte)i])).ToList();

    internal MerkleHash Root(int size) => Hash(0, size);

    internal MerkleHash Node(NodeId node) => Hash((int)(node.Index << node.Level), (int)((node.Index + 1) << node.Level));

    internal MerkleHash Hash(int start, int end)
    {
        if (_hashes.TryGetValue((start, end), out var known))
        {
            return known;
        }

        var hash = (end - start) switch
        {
            0 => MerkleTree.EmptyRoot,
            1 => leaves[start],
            var n => MerkleTree.NodeHash(Hash(start, start + Half(n)), Hash(start + Half(n), end)),
        };
        return _hashes[(start, end)] = hash;
    }

    internal List<MerkleHash> Path(int index, int start, int end)
    {
        if (end - start == 1)
        {
            return [];
        }

        var middle = start + Half(end - start);
        return index < middle
            ? [.. Path(index, start, middle), Hash(middle, end)]
            : [.. Path(index, middle, end), Hash(start, middle)];
    }

    internal List<MerkleHash> Proof(int from, int to) => SubProof(from, 0, to, isWhole: true);

    private List<MerkleHash> SubProof(int m, int start, int end, bool isWhole)
    {
        if (m == end - start)
        {
            return isWhole ? [] : [Hash(start, end)];
        }

        var half = Half(end - start);
        return m <= half
            ? [.. SubProof(m, start, start + half, isWhole), Hash(start + half, end)]
            : [.. SubProof(m - half, start + half, end, isWhole: false), Hash(start, start + half)];
    }

    private static int Half(int n)
    {
        var half = 1;
        while (half * 2 < n)
        {
            half *= 2;
        }

        return half;
    }
}
