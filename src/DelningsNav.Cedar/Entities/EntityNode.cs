namespace DelningsNav.Cedar.Entities;

/// <summary>An entity within one store, linked to those of its parents that the store holds.</summary>
internal sealed class EntityNode(CedarEntity entity)
{
    // Up to this size looking at every ancestor is faster than hashing.
    private const int Few = 8;

    private Above? _above;

    public CedarEntity Entity { get; } = entity;

    /// <summary>The reference to the entity, as a value.</summary>
    public CedarValue.Entity Value { get; } = CedarValue.Of(entity.Uid);

    /// <summary>The parents that are in the store; the others have no parents of their own.</summary>
    public EntityNode[] Parents { get; set; } = [];

    /// <summary>Every entity this one belongs to, each once, in no order.</summary>
    public EntityUid[] Ancestors => Found().All;

    /// <summary>Whether the entity belongs to the other, directly or through others.</summary>
    public bool IsBelow(EntityUid other)
    {
        var above = Found();
        return above.Lookup?.Contains(other) ?? Array.IndexOf(above.All, other) >= 0;
    }

    // Found when first asked for, since most entities are never asked. Two threads may both find them; they find the same,
    // and a reference is written whole.
    private Above Found()
    {
        if (Volatile.Read(ref _above) is { } above)
        {
            return above;
        }

        above = FindAncestors();
        Volatile.Write(ref _above, above);
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
