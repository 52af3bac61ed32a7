namespace DelningsNav.Cedar;

/// <summary>What makes a policy of a template: an id for the policy, and an entity for each slot that the template has.</summary>
/// <param name="TemplateId">The template, by its id in the set.</param>
/// <param name="Id">The id of the policy that is made; no policy and no template of the set may have it.</param>
/// <param name="Principal">What stands for <c>?principal</c>; null when the template lacks that slot.</param>
/// <param name="Resource">What stands for <c>?resource</c>; null when the template lacks that slot.</param>
public sealed record CedarLink(string TemplateId, string Id, EntityUid? Principal = null, EntityUid? Resource = null);
