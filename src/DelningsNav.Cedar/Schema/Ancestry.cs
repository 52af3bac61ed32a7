using System.Collections.Concurrent;

namespace DelningsNav.Cedar.Schema;

/// <summary>What may belong to what: parents, and by them all ancestors. It may be shared by threads.</summary>
internal sealed class Ancestry<T>(Dictionary<T, T[]> parents)
    where T : notnull
{
    private readonly ConcurrentDictionary<T, HashSet<T>> _ancestors = new();

    /// <summary>Everything that the item belongs to, directly or through others. It is found when first asked for.</summary>
    public HashSet<T> Of(T item) => _ancestors.GetOrAdd(item, Find);

    /// <summary>Whether the item is the other or belongs to it.</summary>
    public bool IsIn(T item, T other) => item.Equals(other) || Of(item).Contains(other);

    /// <summary>The items that belong to themselves, and those on a way between two such. Takes time in proportion to the links.</summary>
    public HashSet<T> FindLoops()
    {
        // What is on a loop has always a parent and a child that remain when the items at the ends are taken away.
        var children = parents.SelectMany(p => p.Value.Select(parent => (parent, Child: p.Key))).ToLookup(p => p.parent, p => p.Child);
        var endless = WithoutEnds([.. parents.Keys], item => parents.GetValueOrDefault(item, []), item => children[item]);
        return WithoutEnds(endless, item => children[item], item => parents.GetValueOrDefault(item, []));
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
