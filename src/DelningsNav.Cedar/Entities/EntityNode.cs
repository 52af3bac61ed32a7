namespace DelningsNav.Cedar.Entities;

/// <summary>An entity within one store, linked to those of its parents that the store has.</summary>
internal sealed class EntityNode(CedarEntity entity, AncestorLists lists)
{
    // Up to this number of ancestors, a search through all of them is faster than hashing.
    private const int Few = 8;

    private Above? _above;

    public CedarEntity Entity { get; } = entity;

    /// <summary>The reference to the entity, as a value.</summary>
    public CedarValue.Entity Value { get; } = CedarValue.Of(entity.Uid);

    /// <summary>The parents that are in the store. Parents outside the store have no parents of their own.</summary>
    public EntityNode[] Parents { get; set; } = [];

    /// <summary>Every entity that this entity belongs to, each once, without a fixed order.</summary>
    public EntityUid[] Ancestors => FoundOnce().All;

    /// <summary>Whether this entity belongs to the other entity, directly or through other entities.</summary>
    public bool IsBelow(EntityUid other)
    {
        var above = FoundOnce();
        return above.Lookup?.Contains(other) ?? Array.IndexOf(above.All, other) >= 0;
    }

    /// <summary>Drops the list of ancestors. It is found again when it is needed.</summary>
    public void DropAncestors() => Volatile.Write(ref _above, null);

    // Ancestors are found on demand, because most entities never need them. Two threads may find the same list at the same time. Only
    // the first of them counts it.
    private Above FoundOnce()
    {
        if (Volatile.Read(ref _above) is { } above)
        {
            return above;
        }

        above = FindAncestors();
        if (Interlocked.CompareExchange(ref _above, above, null) is null && above.Lookup is not null)
        {
            lists.Add(this, above.All.Length);
        }

        return above;
    }

    private Above FindAncestors()
    {
        if (Parents.Length == 0 && Entity.ParentUids.Length <= Few)
        {
            return new Above(Entity.ParentUids, null);
        }

        var found = new HashSet<EntityUid>(Entity.ParentUids);
        var seen = new HashSet<EntityNode>(Parents);
        var waiting = new Stack<EntityNode>(seen);
        while (waiting.TryPop(out var ancestor))
        {
            found.UnionWith(ancestor.Entity.ParentUids);
            foreach (var next in ancestor.Parents)
            {
                if (seen.Add(next))
                {
                    waiting.Push(next);
                }
            }
        }

        return new Above([.. found], found.Count > Few ? found : null);
    }

    private sealed record Above(EntityUid[] All, HashSet<EntityUid>? Lookup);
}
