using DelningsNav.Cedar.Entities;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>One request being decided: what the variables stand for, and where entities are found.</summary>
internal sealed class Evaluator(CedarRequest request, EntityStore entities) : Failure
{
    // The three entities of the request are asked for again and again, so they are looked up once.
    private readonly EntityNode? _principal = entities.Find(request.Principal);
    private readonly EntityNode? _action = entities.Find(request.Action);
    private readonly EntityNode? _resource = entities.Find(request.Resource);

    public CedarValue.Entity Principal { get; } = new(request.Principal);

    public CedarValue.Entity Action { get; } = new(request.Action);

    public CedarValue.Entity Resource { get; } = new(request.Resource);

    public CedarValue.Record Context { get; } = request.Context;

    public EntityNode? ActionNode => _action;

    public EntityNode? Find(CedarValue.Entity entity) =>
        ReferenceEquals(entity, Principal) ? _principal
        : ReferenceEquals(entity, Resource) ? _resource
        : ReferenceEquals(entity, Action) ? _action
        : entities.Find(entity.Uid);

    /// <summary>Whether the entity is the other or belongs to it. An entity that does not exist belongs to nothing.</summary>
    public bool IsIn(CedarValue.Entity entity, EntityUid other) =>
        entity.Uid.Equals(other) || (Find(entity)?.IsBelow(other) ?? false);
}
