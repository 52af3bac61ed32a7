namespace DelningsNav.Cedar;

/// <summary>One question to a policy set: may this principal do this action with this resource, in this context?</summary>
/// <remarks>
/// The three entities need not exist in the entity store. An entity that is not in the store has no attributes and no parents.
/// </remarks>
public sealed record CedarRequest(EntityUid Principal, EntityUid Action, EntityUid Resource, CedarValue.Record Context);
