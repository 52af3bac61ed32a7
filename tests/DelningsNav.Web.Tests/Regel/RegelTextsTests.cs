using System.Xml.Linq;
using DelningsNav.Policies;
using DelningsNav.Web.Pages.Regel;
using DelningsNav.Web.Tests.Languages;

namespace DelningsNav.Web.Tests.Regel;

/// <summary>The pages find texts by the names in the rules, so a new kind of ground, side or condition needs its texts.</summary>
public sealed class RegelTextsTests
{
    private static readonly HashSet<string> Keys = [.. XDocument
        .Parse(WebSources.ReadTexts("RegelTexts.sv.resx")).Root!.Elements("data").Select(text => text.Attribute("name")!.Value)];

    private static readonly Lazy<ReleasePolicies> Policies = new(
        () => ReleasePolicies.Load(Path.Combine(AppContext.BaseDirectory, "policies")));

    [Fact]
    public void Every_side_kind_of_party_ground_and_damage_test_has_words()
    {
        Assert.All(RuleTable.Sides, side => Assert.Contains($"Side-{RuleAddress.Of(side)}", Keys));
        Assert.All(Enum.GetNames<PartyKind>(), party => Assert.Contains($"Party-{party}", Keys));
        Assert.All(Enum.GetNames<GroundKind>(), kind => Assert.Contains($"Kind-{kind}", Keys));
        Assert.All(Enum.GetNames<GroundKind>(), kind => Assert.Contains($"RuleOver-{kind}", Keys));
        Assert.All(Enum.GetNames<DamageTest>(), test => Assert.Contains($"DamageTest-{test}", Keys));
        Assert.All(Enum.GetNames<DamageTest>(), test => Assert.Contains($"DamageTestMeans-{test}", Keys));
    }

    [Fact]
    public void Every_condition_of_the_rules_has_words()
    {
        var table = new RuleTable(Policies.Value);

        var wordless = Policies.Value.Rules.SelectMany(table.ConditionsOf)
            .Where(condition => RuleConditions.KeyOf(condition) is not { } key || !Keys.Contains($"Condition-{key}"));

        Assert.Empty(wordless.Distinct());
    }

    [Fact]
    public void Every_ground_that_opens_a_record_without_an_assessment_has_words()
    {
        var kinds = new RuleTable(Policies.Value).Cells.SelectMany(cell => cell.Opens).Select(rule => rule.Kind).Distinct();

        Assert.All(kinds, kind => Assert.Contains($"Opens-{kind}", Keys));
        Assert.All(kinds, kind => Assert.Contains($"CellOpens-{kind}", Keys));
    }

    [Fact]
    public void A_side_is_found_by_its_name_in_an_address()
    {
        Assert.All(RuleTable.Sides, side => Assert.Equal(side, RuleAddress.Parse(RuleAddress.Of(side))));
        Assert.Null(RuleAddress.Parse("finns-inte"));
        Assert.Null(RuleAddress.Parse(null));
    }
}
