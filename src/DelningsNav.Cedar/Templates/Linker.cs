using System.Collections.Immutable;

namespace DelningsNav.Cedar.Templates;

/// <summary>Makes policies from the templates of one set, each with an id that is not yet used in the set.</summary>
internal sealed class Linker(LinkTarget set)
{
    private readonly ImmutableHashSet<string>.Builder _taken = set.Taken.ToBuilder();

    /// <summary>The ids that are already used, including the ids of the links made so far.</summary>
    public ImmutableHashSet<string> Taken => _taken.ToImmutable();

    /// <summary>The policy, or null after noting everything that is wrong with the link.</summary>
    public CedarPolicy? Link(CedarLink link, Action<string> note)
    {
        var sound = true;
        void Fault(string problem)
        {
            sound = false;
            note(problem);
        }

        if (!_taken.Add(link.Id))
        {
            Fault($"the id {CedarText.Quote(link.Id)} is taken by another policy or template");
        }

        if (!set.Templates.TryGetValue(link.TemplateId, out var template))
        {
            Fault($"there is no template {CedarText.Quote(link.TemplateId)}");
            return null;
        }

        CheckSlot("?principal", template, template.HasPrincipalSlot, link.Principal, Fault);
        CheckSlot("?resource", template, template.HasResourceSlot, link.Resource, Fault);
        if (!sound)
        {
            return null;
        }

        var open = template.Body.Scope;
        var scope = open with { Principal = open.Principal.Filled(link.Principal), Resource = open.Resource.Filled(link.Resource) };
        return new CedarPolicy(link.Id, template.Body with { Scope = scope }, link);
    }

    private static void CheckSlot(string slot, CedarTemplate template, bool hasSlot, EntityUid? entity, Action<string> fault)
    {
        if (hasSlot != entity.HasValue)
        {
            fault(hasSlot
                ? $"template {CedarText.Quote(template.Id)} has the slot `{slot}`, which the link leaves open"
                : $"template {CedarText.Quote(template.Id)} has no slot `{slot}`");
        }
        else if (entity is { } uid && !IsSound(uid))
        {
            fault($"the entity for `{slot}` is not valid: its type must be a name and its id a text");
        }
    }

    // A uid can be made of any strings, and of null.
    private static bool IsSound(EntityUid uid) =>
        uid.Type is not null && uid.Id is not null && CedarText.IsName(uid.Type) && CedarText.IsWellFormed(uid.Id);
}
