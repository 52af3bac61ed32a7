namespace DelningsNav.Cedar;

/// <summary>Makes a policy from a template: an id for the policy, and an entity for each slot of the template.</summary>
/// <param name="TemplateId">The id of the template in the set.</param>
/// <param name="Id">The id of the policy that is made. It must differ from the ids of all policies and templates of the set.</param>
/// <param name="Principal">The entity for <c>?principal</c>; null when the template does not have that slot.</param>
/// <param name="Resource">The entity for <c>?resource</c>; null when the template does not have that slot.</param>
public sealed record CedarLink(string TemplateId, string Id, EntityUid? Principal = null, EntityUid? Resource = null);
