using System.Buffers.Binary;
using System.Numerics;

namespace DelningsNav.AuditLog;

/// <summary>
/// The right edge of a tree: the hashes of its largest perfect subtrees, from left to right. An append needs no other part of the tree.
/// The edge has at most 62 hashes.
/// </summary>
/// <remarks>
/// A frontier is immutable. Its bytes are the size in 8 bytes, big-endian, and then 32 bytes for each one-bit of the size.
/// </remarks>
public sealed class Frontier
{
    private const int SizeLength = 8;
    private readonly MerkleHash[] _subtrees;
    private MerkleHash? _root;

    internal Frontier(long size, MerkleHash[] subtrees)
    {
        Size = size;
        _subtrees = subtrees;
    }

    /// <summary>The edge of the tree without entries.</summary>
    public static Frontier Empty { get; } = new(0, []);

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; }

    /// <summary>The root of the tree.</summary>
    public MerkleHash Root => _root ??= GrowingTree.RootOf(_subtrees);

    internal ReadOnlySpan<MerkleHash> Subtrees => _subtrees;

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The number of bytes does not match the size in the first 8 bytes.</exception>
    public static Frontier FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SizeLength)
        {
            throw new FormatException("a frontier starts with its size in eight bytes");
        }

        var size = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var hashes = bytes[SizeLength..];
        if (size < 0 || hashes.Length != BitOperations.PopCount((ulong)size) * MerkleHash.Length)
        {
            throw new FormatException($"the length of the frontier does not fit a tree of {size} leaves");
        }

        var subtrees = new MerkleHash[hashes.Length / MerkleHash.Length];
        for (var i = 0; i < subtrees.Length; i++)
        {
            subtrees[i] = new MerkleHash(hashes.Slice(i * MerkleHash.Length, MerkleHash.Length));
        }

        return new Frontier(size, subtrees);
    }

    /// <summary>The size and the hashes, for the head of the log.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SizeLength + (_subtrees.Length * MerkleHash.Length)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        for (var i = 0; i < _subtrees.Length; i++)
        {
            _subtrees[i].CopyTo(bytes.AsSpan(SizeLength + (i * MerkleHash.Length)));
        }

        return bytes;
    }

    /// <summary>
    /// Adds leaves and returns the new edge, the nodes to store, and a proof that each new leaf is in the new tree. No other part of the
    /// tree is read.
    /// </summary>
    /// <exception cref="ArgumentException">The list of leaves is empty.</exception>
    public AppendedBatch Append(IReadOnlyList<MerkleHash> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        if (leafHashes.Count == 0)
        {
            throw new ArgumentException("a batch has at least one leaf", nameof(leafHashes));
        }

        return new BatchedAppend(this, leafHashes).Finish();
    }
}

/// <summary>The result of an append.</summary>
/// <param name="Frontier">The edge of the new tree.</param>
/// <param name="CompletedNodes">The perfect subtrees of level 1 and up that the batch completed, lower levels first.</param>
/// <param name="Proofs">The proofs that the new leaves are in the new tree, in the order of the leaves.</param>
public sealed record AppendedBatch(
    Frontier Frontier, IReadOnlyList<StoredNode> CompletedNodes, IReadOnlyList<InclusionProof> Proofs);
