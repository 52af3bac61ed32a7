using System.Numerics;

namespace DelningsNav.AuditLog;

/// <summary>The subtree over the leaves from <paramref name="Start"/> up to <paramref name="End"/>, which is excluded.</summary>
internal readonly record struct LeafRange(long Start, long End)
{
    internal long Count => End - Start;

    /// <summary>
    /// Divides the range after the largest power of two that is less than the count (RFC 9162 section 2.1.1). The count must be at least
    /// 2.
    /// </summary>
    internal (LeafRange Left, LeafRange Right) Split()
    {
        var middle = Start + (1L << BitOperations.Log2((ulong)(Count - 1)));
        return (new LeafRange(Start, middle), new LeafRange(middle, End));
    }

    /// <summary>The stored nodes that make up this subtree, from left to right. Each node is smaller than the node before it.</summary>
    internal IEnumerable<NodeId> PerfectSubtrees()
    {
        var start = Start;
        for (var rest = Count; rest > 0;)
        {
            var level = BitOperations.Log2((ulong)rest);
            yield return new NodeId(level, start >> level);
            start += 1L << level;
            rest -= 1L << level;
        }
    }
}
