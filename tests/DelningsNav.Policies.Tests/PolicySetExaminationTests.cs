using DelningsNav.Policies.Cases;

namespace DelningsNav.Policies.Tests;

/// <summary>
/// All cases of the shipped policies together notice every change, and cover every paragraph and condition.
/// </summary>
public sealed class PolicySetExaminationTests
{
    private static readonly Lazy<PolicySetExamination> Shipped =
        new(() => PolicySetExamination.Run(PolicyCases.Policies.Value, PolicyCases.All.Value));

    [Fact]
    public void Removing_a_policy_or_changing_any_part_of_a_condition_breaks_a_case()
    {
        Assert.True(Shipped.Value.Mutants > 200);
        Assert.Empty(Shipped.Value.Unnoticed);
    }

    [Fact]
    public void Every_rule_is_seen_to_let_through_and_not_to_and_every_condition_both_ways()
    {
        var half = Shipped.Value.Rules.Where(rule => !rule.IsWhole);

        Assert.Empty(half.Select(rule => $"{rule.Rule.Name} {rule.Opened}/{rule.Refused} {string.Join("; ", rule.Conditions)}"));
    }

    [Fact]
    public void Every_paragraph_that_a_rule_cites_is_seen_to_open_and_to_refuse()
    {
        var half = Shipped.Value.Laws.Where(law => !law.IsWhole);

        Assert.Empty(half.Select(law => $"{law.Law}: {law.Opened}/{law.Refused}, {string.Join(' ', law.Rules)}"));
    }

    [Fact]
    public void Promise_3_nothing_that_goes_missing_turns_a_denial_into_a_release() => Assert.Empty(Shipped.Value.Opened);

    [Theory]
    [InlineData("OSL 10:1, 12:2, 23:2 st. 1", "OSL 10:1|OSL 12:2|OSL 23:2 st. 1")]
    [InlineData("OSL 10:28; SoL 19:1, 20:6; FB 6:20 c", "OSL 10:28|SoL 19:1|SoL 20:6|FB 6:20 c")]
    [InlineData(
        "OSL 7:1; lag 2001:454 10 §; EU 2016/679 art. 5.1 c, f", "OSL 7:1|lag 2001:454 10 §|EU 2016/679 art. 5.1 c|EU 2016/679 art. 5.1 f")]
    public void A_citation_is_taken_apart_into_paragraphs(string law, string paragraphs) =>
        Assert.Equal(paragraphs.Split('|'), CaseCoverage.Citations(law));
}
