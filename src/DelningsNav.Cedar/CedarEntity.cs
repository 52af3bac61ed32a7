namespace DelningsNav.Cedar;

/// <summary>One entity: its name, its attributes and tags, and the entities that it belongs to directly.</summary>
public sealed class CedarEntity
{
    /// <summary>Makes an entity. A parent that is named twice counts once.</summary>
    public CedarEntity(
        EntityUid uid, CedarValue.Record attributes, IReadOnlyCollection<EntityUid> parents, CedarValue.Record? tags = null)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(parents);
        Uid = uid;
        Attributes = attributes;
        Tags = tags ?? CedarValue.Record.Empty;
        ParentUids = parents.Count switch { 0 => [], 1 => [.. parents], _ => [.. parents.Distinct()] };
    }

    /// <summary>The entity's name.</summary>
    public EntityUid Uid { get; }

    /// <summary>The attributes, which a policy reads with a dot or brackets.</summary>
    public CedarValue.Record Attributes { get; }

    /// <summary>The tags, which a policy reads with <c>getTag</c>.</summary>
    public CedarValue.Record Tags { get; }

    /// <summary>The entities that this entity belongs to directly. <c>in</c> also follows the parents of these entities.</summary>
    public IReadOnlyList<EntityUid> Parents => ParentUids;

    internal EntityUid[] ParentUids { get; }

    /// <summary>Whether both entities are equal in every part.</summary>
    internal bool IsSameAs(CedarEntity other) =>
        Uid.Equals(other.Uid) && Attributes.Equals(other.Attributes) && Tags.Equals(other.Tags)
        && ParentUids.ToHashSet().SetEquals(other.ParentUids);
}
