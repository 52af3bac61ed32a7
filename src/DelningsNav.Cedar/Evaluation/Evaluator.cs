using DelningsNav.Cedar.Entities;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>The values of the variables in one request, and the store where entities are found.</summary>
internal sealed class Evaluator(Subjects subjects, CedarValue.Record context) : Failure
{
    public Evaluator(CedarRequest request, EntityStore entities)
        : this(new Subjects(request.Principal, request.Action, request.Resource, entities), request.Context)
    {
    }

    public CedarValue.Entity Principal => subjects.Principal.Value;

    public CedarValue.Entity Action => subjects.Action.Value;

    public CedarValue.Entity Resource => subjects.Resource.Value;

    public CedarValue.Record Context { get; } = context;

    public EntityNode? Find(CedarValue.Entity entity) => subjects.Find(entity).Node;

    /// <summary>Whether the entity is the other entity or belongs to it.</summary>
    public bool IsIn(CedarValue.Entity entity, EntityUid other) => subjects.Find(entity).IsIn(other);
}
