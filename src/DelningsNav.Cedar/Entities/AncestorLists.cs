namespace DelningsNav.Cedar.Entities;

/// <summary>Limits how many ancestors are cached for the entities of one store.</summary>
/// <remarks>
/// The ancestors of an entity are found once and then cached. In a deep hierarchy each list is as long as the hierarchy is deep, so
/// the lists of many entities together would be far larger than the store. At the limit, the oldest lists are dropped. They are found
/// again when they are needed.
/// </remarks>
internal sealed class AncestorLists
{
    /// <summary>The limit for a small store: the number of cached ancestors of all its entities together.</summary>
    public const int Least = 1_000_000;

    /// <summary>The limit for a larger store: the number of cached ancestors for each entity of the store.</summary>
    public const int ForEachEntity = 8;

    private readonly Lock _lock = new();
    private readonly Queue<(EntityNode Node, int Count)> _cached = new();
    private readonly long _limit;
    private long _count;

    public AncestorLists(int entities) => _limit = Math.Max(Least, (long)entities * ForEachEntity);

    /// <summary>Counts a list that was cached. The newest list is never dropped.</summary>
    /// <remarks>One list is at most as long as the number of parents that the store names. The sum therefore has a limit too.</remarks>
    public void Add(EntityNode node, int count)
    {
        lock (_lock)
        {
            _cached.Enqueue((node, count));
            _count += count;
            while (_count > _limit && _cached.Count > 1)
            {
                var (oldest, dropped) = _cached.Dequeue();
                _count -= dropped;
                oldest.DropAncestors();
            }
        }
    }
}
