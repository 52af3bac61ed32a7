namespace DelningsNav.Cedar.Entities;

/// <summary>An entity within one store, linked to those of its parents that the store holds.</summary>
internal sealed class EntityNode(CedarEntity entity)
{
    private const int Few = 8;

    private HashSet<EntityUid>? _ancestors;

    public CedarEntity Entity { get; } = entity;

    /// <summary>The parents that are in the store; the others have no parents of their own.</summary>
    public EntityNode[] Parents { get; set; } = [];

    /// <summary>Every entity this one belongs to. Found when first asked for, since most entities are never asked.</summary>
    /// <remarks>Two threads may both build the set; they build equal ones, and a reference is written whole.</remarks>
    public HashSet<EntityUid> Ancestors => Volatile.Read(ref _ancestors) ?? FindAncestors();

    /// <summary>Whether the entity belongs to the other, directly or through others.</summary>
    public bool IsBelow(EntityUid other)
    {
        var direct = Entity.ParentUids;
        if (direct.Length == 0)
        {
            return false;
        }

        if (Parents.Length == 0 && direct.Length <= Few)
        {
            return Array.IndexOf(direct, other) >= 0;
        }

        return Ancestors.Contains(other);
    }

    private HashSet<EntityUid> FindAncestors()
    {
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

        Volatile.Write(ref _ancestors, found);
        return found;
    }
}
