namespace DelningsNav.Cedar.Entities;

/// <summary>Limits how many ancestors the entities of one store remember, whatever is asked of the store.</summary>
/// <remarks>
/// An entity finds its ancestors once and remembers them. In a deep hierarchy each list is as long as the hierarchy is deep,
/// so that the lists of many entities together would be far larger than the store. When the limit is reached, the entities
/// that were asked first forget their lists; they find them again when they are asked again.
/// </remarks>
internal sealed class AncestorLists
{
    /// <summary>How many ancestors all entities of a store together remember, as long as the store is small.</summary>
    public const int Least = 1_000_000;

    /// <summary>How many ancestors for each entity a larger store remembers.</summary>
    public const int ForEachEntity = 8;

    private readonly Lock _lock = new();
    private readonly Queue<(EntityNode Node, int Count)> _remembering = new();
    private readonly long _limit;
    private long _count;

    public AncestorLists(int entities) => _limit = Math.Max(Least, (long)entities * ForEachEntity);

    /// <summary>Counts a list that an entity remembers from now on. The newest list is remembered whatever its length.</summary>
    /// <remarks>One list is at most as long as the parents that the store names, so the sum is bounded too.</remarks>
    public void Add(EntityNode node, int count)
    {
        lock (_lock)
        {
            _remembering.Enqueue((node, count));
            _count += count;
            while (_count > _limit && _remembering.Count > 1)
            {
                var (oldest, forgotten) = _remembering.Dequeue();
                _count -= forgotten;
                oldest.ForgetAncestors();
            }
        }
    }
}
