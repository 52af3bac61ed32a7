using System.Collections.Concurrent;

namespace DelningsNav.Cedar.Schema;

/// <summary>The parents of each type or action, and through them all its ancestors.</summary>
/// <remarks>It may be shared between threads.</remarks>
internal sealed class Ancestry<T>(Dictionary<T, T[]> parents)
    where T : notnull
{
    /// <summary>The number of cached ancestors of all items together. Beyond this number, ancestors are found again each time.</summary>
    /// <remarks>In a deep hierarchy, the lists of all items together would be far larger than the schema.</remarks>
    public const int MaxCached = 1_000_000;

    private readonly ConcurrentDictionary<T, HashSet<T>> _cached = new();
    private int _count;

    /// <summary>All items that the item belongs to, directly or through others.</summary>
    public HashSet<T> Of(T item)
    {
        if (_cached.TryGetValue(item, out var ancestors))
        {
            return ancestors;
        }

        ancestors = Find(item);
        if (Interlocked.Add(ref _count, ancestors.Count) > MaxCached || !_cached.TryAdd(item, ancestors))
        {
            Interlocked.Add(ref _count, -ancestors.Count);
        }

        return ancestors;
    }

    /// <summary>Whether the item is the other item or belongs to it.</summary>
    public bool IsIn(T item, T other) => item.Equals(other) || Of(item).Contains(other);

    /// <summary>
    /// The items that belong to themselves, and those between two such items. The search takes time in proportion to the links.
    /// </summary>
    public HashSet<T> FindLoops()
    {
        // An item on a loop still has a parent and a member after all items at the two ends are removed.
        var members = parents.SelectMany(p => p.Value.Select(parent => (parent, Member: p.Key))).ToLookup(p => p.parent, p => p.Member);
        var endless = WithoutEnds([.. parents.Keys], item => parents.GetValueOrDefault(item, []), item => members[item]);
        return WithoutEnds(endless, item => members[item], item => parents.GetValueOrDefault(item, []));
    }

    private static HashSet<T> WithoutEnds(HashSet<T> items, Func<T, IEnumerable<T>> onwards, Func<T, IEnumerable<T>> back)
    {
        var waitingFor = items.ToDictionary(item => item, item => onwards(item).Count(items.Contains));
        var ended = new Stack<T>(waitingFor.Where(w => w.Value == 0).Select(w => w.Key));
        while (ended.TryPop(out var item))
        {
            waitingFor.Remove(item);
            foreach (var before in back(item).Where(waitingFor.ContainsKey))
            {
                if (--waitingFor[before] == 0)
                {
                    ended.Push(before);
                }
            }
        }

        return [.. waitingFor.Keys];
    }

    private HashSet<T> Find(T item)
    {
        var found = new HashSet<T>();
        var waiting = new Stack<T>([item]);
        while (waiting.TryPop(out var next))
        {
            foreach (var parent in parents.GetValueOrDefault(next, []))
            {
                if (found.Add(parent))
                {
                    waiting.Push(parent);
                }
            }
        }

        return found;
    }
}
