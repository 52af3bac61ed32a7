using System.Collections.Immutable;

namespace DelningsNav.Cedar.Templates;

/// <summary>What links are added to: the policies of a set, the ids that are taken in it, and its templates by id.</summary>
/// <remarks>A longer target shares its parts with the one that it was made from, so links can be added one at a time.</remarks>
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
