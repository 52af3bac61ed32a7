using System.Numerics;

namespace DelningsNav.AuditLog;

/// <summary>One append of a batch to a frontier, level by level.</summary>
/// <remarks>
/// <para>
/// At each level, only two kinds of nodes are needed, and they are neighbours: the frontier's own subtree of that level, if it has one,
/// and the subtrees that the batch completes. A new leaf's proof needs nothing to the left of them, because a left
/// sibling of an ancestor of a new leaf is either new or in the frontier. To the right of them is at most one incomplete
/// subtree, whose hash is computed once for each level.
/// </para>
/// <para>INVARIANT: <c>_first[level]</c> is the index of <c>_known[level][0]</c>, and the row ends at the last complete node.</para>
/// </remarks>
internal sealed class BatchedAppend
{
    private readonly long _oldSize;
    private readonly long _newSize;
    private readonly int _levels;
    private readonly MerkleHash[][] _known;
    private readonly long[] _first;
    private readonly MerkleHash?[] _ragged;

    internal BatchedAppend(Frontier frontier, IReadOnlyList<MerkleHash> leaves)
    {
        _oldSize = frontier.Size;
        _newSize = checked(frontier.Size + leaves.Count);
        _levels = BitOperations.Log2((ulong)_newSize) + 1;
        _known = new MerkleHash[_levels][];
        _first = new long[_levels];
        _ragged = new MerkleHash?[_levels + 1];
        for (var level = 0; level < _levels; level++)
        {
            FillLevel(level, frontier, leaves);
        }
    }

    internal AppendedBatch Finish()
    {
        var completed = new List<StoredNode>();
        for (var level = 1; level < _levels; level++)
        {
            for (var index = _oldSize >> level; index < _newSize >> level; index++)
            {
                completed.Add(new StoredNode(level, index, Known(level, index)));
            }
        }

        var proofs = new InclusionProof[_newSize - _oldSize];
        for (var i = 0; i < proofs.Length; i++)
        {
            proofs[i] = Prove(_oldSize + i);
        }

        return new AppendedBatch(new Frontier(_newSize, NewEdge()), completed, proofs);
    }

    private void FillLevel(int level, Frontier frontier, IReadOnlyList<MerkleHash> leaves)
    {
        var firstNew = _oldSize >> level;
        var inFrontier = (int)(firstNew & 1);
        var row = new MerkleHash[(_newSize >> level) - firstNew + inFrontier];
        _known[level] = row;
        _first[level] = firstNew - inFrontier;

        if (inFrontier == 1)
        {
            // The frontier lists larger subtrees first: skip one for each one-bit above this level.
            row[0] = frontier.Subtrees[BitOperations.PopCount((ulong)(firstNew >> 1))];
        }

        for (var i = inFrontier; i < row.Length; i++)
        {
            row[i] = level == 0
                ? leaves[i - inFrontier]
                : MerkleTree.NodeHash(Known(level - 1, 2 * (_first[level] + i)), Known(level - 1, (2 * (_first[level] + i)) + 1));
        }

        // The part to the right of the complete nodes one level up: this level's odd last node, if any, with the part to its right.
        _ragged[level + 1] = ((_newSize >> level) & 1) == 0
            ? _ragged[level]
            : _ragged[level] is { } right ? MerkleTree.NodeHash(row[^1], right) : row[^1];
    }

    private MerkleHash Known(int level, long index) => _known[level][index - _first[level]];

    private InclusionProof Prove(long leaf)
    {
        var hashes = new List<MerkleHash>(_levels);
        for (var level = 0; level < _levels; level++)
        {
            var sibling = (leaf >> level) ^ 1;
            var complete = _newSize >> level;
            if (sibling < complete)
            {
                hashes.Add(Known(level, sibling));
            }
            else if (sibling == complete && _ragged[level] is { } ragged)
            {
                hashes.Add(ragged);
            }
        }

        return new InclusionProof(leaf, _newSize, hashes);
    }

    private MerkleHash[] NewEdge()
    {
        var edge = new List<MerkleHash>();
        for (var level = _levels - 1; level >= 0; level--)
        {
            if (((_newSize >> level) & 1) == 1)
            {
                edge.Add(_known[level][^1]);
            }
        }

        return [.. edge];
    }
}
