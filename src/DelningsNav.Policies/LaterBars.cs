using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>Bars that stand under every set, also under one that was written before there was anything to bar (ADR 0025).</summary>
/// <remarks>A set can be put in force again for years. What a family has closed must not open because the rules of that time knew of no blocks.</remarks>
internal static class LaterBars
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

    /// <summary>The set as it is when a bar of its own reads the fact, else with the bar added last.</summary>
    public static PolicySetContents AddTo(PolicySetContents contents)
    {
        if (contents.Rules.Any(rule => rule.Policy.Effect == Effect.Forbid && rule.Policy.Text.Contains(Fact, StringComparison.Ordinal)))
        {
            return contents;
        }

        var faults = new List<string>();
        var bar = Rule.Read(CedarPolicySet.Parse(Text, "the hub").Policies[0], contents.Obligations, faults.Add) ?? throw new PolicySetException(faults);
        return contents with { Rules = [.. contents.Rules, bar] };
    }
}
