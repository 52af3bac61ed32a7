namespace DelningsNav.Cedar;

/// <summary>One entity: its name, its attributes and tags, and the entities it belongs to directly.</summary>
public sealed class CedarEntity
{
    /// <summary>Puts together an entity. Parents that are named twice count once.</summary>
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

    /// <summary>What a policy reads with a dot or brackets.</summary>
    public CedarValue.Record Attributes { get; }

    /// <summary>What a policy reads with <c>getTag</c>.</summary>
    public CedarValue.Record Tags { get; }

    /// <summary>The entities this one belongs to directly; <c>in</c> follows them further.</summary>
    public IReadOnlyList<EntityUid> Parents => ParentUids;

    internal EntityUid[] ParentUids { get; }

    /// <summary>Whether both entities say the same in every part.</summary>
    internal bool SaysTheSameAs(CedarEntity other) =>
        Uid.Equals(other.Uid) && Attributes.Equals(other.Attributes) && Tags.Equals(other.Tags)
        && ParentUids.ToHashSet().SetEquals(other.ParentUids);
}
