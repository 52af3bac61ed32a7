using DelningsNav.Cedar.Entities;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>
/// One of the three entities that a request names. It is looked up once. The node is null when the store does not have the entity.
/// </summary>
internal readonly record struct Subject(CedarValue.Entity Value, EntityNode? Node)
{
    public static Subject Find(EntityUid uid, EntityStore entities) =>
        entities.Find(uid) is { } node ? new Subject(node.Value, node) : new Subject(CedarValue.Of(uid), null);

    /// <summary>Whether the entity is the other entity or belongs to it. An entity that does not exist belongs to nothing.</summary>
    public bool IsIn(EntityUid other) => Value.Uid.Equals(other) || (Node?.IsBelow(other) ?? false);
}

/// <summary>The principal, action and resource of a request, and the store where entities are found.</summary>
internal sealed class Subjects(EntityUid principal, EntityUid action, EntityUid resource, EntityStore entities)
{
    public Subject Principal { get; } = Subject.Find(principal, entities);

    public Subject Action { get; } = Subject.Find(action, entities);

    public Subject Resource { get; } = Subject.Find(resource, entities);

    /// <summary>Finds any entity. The three entities of the request are looked up only once.</summary>
    public Subject Find(CedarValue.Entity entity) =>
        ReferenceEquals(entity, Principal.Value) ? Principal
        : ReferenceEquals(entity, Resource.Value) ? Resource
        : ReferenceEquals(entity, Action.Value) ? Action
        : new Subject(entity, entities.Find(entity.Uid));
}
