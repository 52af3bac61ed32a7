using System.Collections.Immutable;

namespace DelningsNav.Cedar.Templates;

/// <summary>
/// The target to which links are added: the policies of a set, the ids that are already used in it, and its templates by id.
/// </summary>
/// <remarks>A longer target shares its parts with the target that it was made from, so that adding links one at a time is cheap.</remarks>
internal sealed record LinkTarget(
    ImmutableList<CedarPolicy> Policies, ImmutableHashSet<string> Taken, IReadOnlyDictionary<string, CedarTemplate> Templates)
{
    public static LinkTarget Of(IReadOnlyCollection<CedarPolicy> policies, IReadOnlyCollection<CedarTemplate> templates) => new(
        [.. policies],
        [.. policies.Select(policy => policy.Id), .. templates.Select(template => template.Id)],
        templates.ToDictionary(template => template.Id, StringComparer.Ordinal));

    public LinkTarget With(IEnumerable<CedarPolicy> linked, ImmutableHashSet<string> taken) =>
        this with { Policies = Policies.AddRange(linked), Taken = taken };
}
