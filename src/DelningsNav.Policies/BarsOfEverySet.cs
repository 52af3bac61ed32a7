using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>Bars that apply under every policy set, including sets that are older than the facts that the bars read (ADR 0025).</summary>
/// <remarks>
/// An old set can be set in force again for years. It must not open what a family has blocked, even though it is older than blocks.
/// </remarks>
internal static class BarsOfEverySet
{
    /// <summary>The name of the bar, in the shipped set and here.</summary>
    public const string DisclosureBlock = "bar-disclosure-block";

    private const string Fact = "context.disclosureBlockStands";

    private const string Text = $$"""
        @id("{{DisclosureBlock}}")
        @law("OSL 10:1, 12:2, 12:3")
        @title_sv("Uppgifterna är spärrade. Familjen, eller den som har uppgifterna, har stängt dem.")
        @title_en("The information is blocked. The family, or the holder, has closed it.")
        @missing_code("not-granted")
        @missing_sv("Utlämnandet är inte beviljat. Den som har uppgifterna avgör om de kan lämnas ut.")
        @missing_en("The release is not granted. The holder of the information decides whether it can be released.")
        @lawyer("awaits")
        @secret("yes")
        forbid (principal, action in [Action::"Release", Action::"Assess"], resource) unless { !{{Fact}} };
        """;

    /// <summary>The set unchanged when one of its own bars reads the fact; otherwise the set with this bar added last.</summary>
    public static PolicySetContents AddTo(PolicySetContents contents)
    {
        if (contents.Rules.Any(rule => rule.Policy.Effect == Effect.Forbid && rule.Policy.Text.Contains(Fact, StringComparison.Ordinal)))
        {
            return contents;
        }

        var faults = new List<string>();
        var bar = Rule.Read(CedarPolicySet.Parse(Text, "the hub").Policies[0], contents.Obligations, faults.Add)
            ?? throw new PolicySetException(faults);
        return contents with { Rules = [.. contents.Rules, bar] };
    }
}
