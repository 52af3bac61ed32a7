using System.Buffers;
using System.Security.Cryptography;

namespace DelningsNav.AuditLog;

/// <summary>
/// The hashing of the tree and the checking of its proofs (RFC 9162 sections 2.1.1 to 2.1.4). The tree is that of RFC 6962.
/// </summary>
/// <remarks>Proofs are made by <see cref="ProofPlan"/> from stored nodes, or by <see cref="Frontier"/> while appending.</remarks>
public static class MerkleTree
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;
    private const int StackLimit = 1024;

    /// <summary>The root of the tree without entries: SHA-256 of nothing.</summary>
    public static MerkleHash EmptyRoot { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of an entry as a leaf.</summary>
    public static MerkleHash LeafHash(ReadOnlySpan<byte> entry)
    {
        var length = entry.Length + 1;
        byte[]? rented = length > StackLimit ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> buffer = rented ?? stackalloc byte[StackLimit];
        buffer[0] = LeafPrefix;
        entry.CopyTo(buffer[1..]);
        Span<byte> hash = stackalloc byte[MerkleHash.Length];
        SHA256.HashData(buffer[..length], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return new MerkleHash(hash);
    }

    /// <summary>The hash of a node from its two children.</summary>
    public static MerkleHash NodeHash(MerkleHash left, MerkleHash right)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * MerkleHash.Length)];
        buffer[0] = NodePrefix;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + MerkleHash.Length)..]);
        Span<byte> hash = stackalloc byte[MerkleHash.Length];
        SHA256.HashData(buffer, hash);
        return new MerkleHash(hash);
    }

    /// <summary>The root over these leaf hashes, in their order.</summary>
    public static MerkleHash Root(IEnumerable<MerkleHash> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        var tree = new GrowingTree();
        foreach (var leaf in leafHashes)
        {
            tree.Add(leaf);
        }

        return tree.Root;
    }

    /// <summary>Whether the proof leads from the leaf to the root (RFC 9162 section 2.1.3.2).</summary>
    public static bool VerifyInclusion(InclusionProof proof, MerkleHash leaf, MerkleHash root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (proof.Index < 0 || proof.Index >= proof.TreeSize)
        {
            return false;
        }

        var (node, last) = (proof.Index, proof.TreeSize - 1);
        var hash = leaf;
        foreach (var sibling in proof.Hashes)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = NodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = NodeHash(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether the proof shows the older tree to be the beginning of the newer (RFC 9162 section 2.1.4.2).</summary>
    /// <remarks>
    /// If the older tree has size 0, the answer is always no. Every tree begins with the empty tree, so such a proof proves nothing: a
    /// caller that has no earlier root must not be told that an earlier tree is preserved.
    /// </remarks>
    public static bool VerifyConsistency(ConsistencyProof proof, MerkleHash oldRoot, MerkleHash newRoot)
    {
        ArgumentNullException.ThrowIfNull(proof);
        var (from, to) = (proof.From, proof.To);
        if (from <= 0 || from > to)
        {
            return false;
        }

        if (from == to)
        {
            return proof.Hashes.Count == 0 && oldRoot == newRoot;
        }

        // If the older size is a power of two, the older root is the first node of the path, and the proof does not contain it.
        IEnumerable<MerkleHash> path = long.IsPow2(from) ? [oldRoot, .. proof.Hashes] : proof.Hashes;
        return path.Any() && LeadsToBoth(path, from - 1, to - 1, oldRoot, newRoot);
    }

    private static bool LeadsToBoth(IEnumerable<MerkleHash> path, long node, long last, MerkleHash oldRoot, MerkleHash newRoot)
    {
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var (older, newer) = (path.First(), path.First());
        foreach (var sibling in path.Skip(1))
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                older = NodeHash(sibling, older);
                newer = NodeHash(sibling, newer);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                newer = NodeHash(newer, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && older == oldRoot && newer == newRoot;
    }
}
