using DelningsNav.Policies.Cases;

namespace DelningsNav.Policies.Tests;

/// <summary>The rules as people read them.</summary>
public sealed class RuleTableTests
{
    private static readonly Side School = new(PartyKind.MunicipalSchool, BranchKind.School);
    private static readonly Side PupilHealth = new(PartyKind.MunicipalSchool, BranchKind.PupilHealth);
    private static readonly Side Independent = new(PartyKind.IndependentSchool, BranchKind.School);
    private static readonly Side Social = new(PartyKind.SocialBoard, BranchKind.SocialServices);

    private static readonly Lazy<RuleTable> Made = new(() => new RuleTable(Policies));

    private static ReleasePolicies Policies => PolicyCases.Policies.Value;

    private static RuleTable Table => Made.Value;

    [Fact]
    public void A_cell_says_what_opens_by_itself_and_what_a_person_can_consider()
    {
        var cell = Table.Find(PupilHealth, Social, "psykologiskt-underlag")!;

        Assert.Equal(["consent-pupil-health", "emergency-school"], Names(cell.Opens));
        Assert.Equal(
            [
                "consider-consent", "consider-pupil-health-harm", "consider-necessity", "consider-school-balance",
                "consider-pupil-health-duty",
            ],
            Names(cell.CanBeConsidered));
        Assert.Equal(["assessed"], Names(cell.OpensWhenAssessed));
    }

    [Fact]
    public void Every_bar_says_whether_it_bars_the_release_the_assessment_or_both()
    {
        var bars = Table.Find(School, Social, "franvaro")!.Bars.ToDictionary(bar => bar.Rule.Name);

        Assert.Equal((true, true), (bars["bar-assignment"].BarsRelease, bars["bar-assignment"].BarsAssessment));
        Assert.Equal((true, false), (bars["bar-others"].BarsRelease, bars["bar-others"].BarsAssessment));
        Assert.Equal((false, true), (bars["bar-refused"].BarsRelease, bars["bar-refused"].BarsAssessment));
    }

    [Fact]
    public void What_never_opens_in_a_direction_is_named_even_if_it_opens_in_another()
    {
        var toSocial = Table.NeverOpens(Table.Find(PupilHealth, Social, "psykologiskt-underlag")!);
        var toIndependent = Table.NeverOpens(Table.Find(PupilHealth, Independent, "psykologiskt-underlag")!);

        Assert.Empty(toSocial);
        Assert.Equal([GroundKind.Balance, GroundKind.Duty, GroundKind.Emergency], toIndependent);
    }

    [Fact]
    public void A_decision_that_is_not_secret_is_not_said_to_lack_consent()
    {
        var cell = Table.Find(School, Social, "atgardsprogram-beslutat")!;

        Assert.Equal(["decided-programme"], Names(cell.Opens));
        Assert.DoesNotContain(GroundKind.Consent, Table.NeverOpens(cell));
    }

    [Fact]
    public void Who_made_a_report_is_never_opened()
    {
        var cell = Table.Find(Social, School, "uppgift-om-anmalare")!;

        Assert.True(cell.NeverOpens);
        Assert.Empty(cell.OpensWhenAssessed);
        Assert.NotEmpty(cell.Bars);
    }

    [Theory]
    [InlineData(PartyKind.SocialBoard, BranchKind.SocialServices, "franvaro")]
    [InlineData(PartyKind.MunicipalSchool, BranchKind.School, "okand-typ")]
    [InlineData(PartyKind.Region, BranchKind.School, "franvaro")]
    public void There_is_no_cell_where_the_rules_know_no_such_holder_or_record(PartyKind party, BranchKind branch, string type)
    {
        Assert.Null(Table.Find(new Side(party, branch), Social, type));
    }

    [Fact]
    public void The_table_names_every_rule_that_decides_a_case()
    {
        var absent = from result in RuleCases.Of(PolicyCaseFolder.Read(PolicyCases.Folder), Policies).All
                     let facts = result.Case.Facts
                     let cell = Table.Find(
                         new Side(facts.Holder.Kind, facts.Holder.Branch), new Side(facts.Recipient.Kind, facts.Recipient.Branch),
                         facts.RecordType)
                     where cell is not null
                     from name in RulesOf(result.Verdict)
                     where !cell.Rules.Any(rule => rule.Name == name)
                     select $"{result.Case.Name}: {name}";

        Assert.Empty(absent);
    }

    [Fact]
    public void Record_types_that_the_law_and_every_rule_treat_alike_form_one_group()
    {
        var groups = RuleGroup.Of(Table.Cells.Where(cell => cell.Holder == School && cell.Recipient == Social));

        var investigations = Assert.Single(groups, group => group.Provision == "OSL 23:2 st. 2");
        Assert.Contains("franvaroutredning", investigations.Types.Select(grouped => grouped.Type.Code.Code));
        Assert.True(investigations.Types.Single(grouped => grouped.Type.Code.Code == "krankningsanmalan").AwaitsLawyer);
        Assert.Equal(
            Policies.RecordTypes.All.Where(type => type.Holdings.Any(at => (at.Party, at.Branch) == (School.Party, School.Branch)))
                .Select(type => type.Code.Code)
                .Order(StringComparer.Ordinal),
            groups.SelectMany(group => group.Types).Select(grouped => grouped.Type.Code.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Branches_of_a_recipient_share_a_column_when_their_rules_are_the_same()
    {
        var groups = RuleGroup.Of(Table.Cells.Where(cell => cell.Holder == PupilHealth));

        var recipients = RuleGroup.RecipientsOf(groups);

        Assert.Equal([3, 3, 1, 1], recipients.Select(same => same.Count));
    }

    [Fact]
    public void A_rule_shows_what_a_lawyer_has_yet_to_confirm()
    {
        Assert.True(RuleTable.AwaitsLawyer(RuleOf("consent-family-counselling")));
        Assert.False(RuleTable.AwaitsLawyer(RuleOf("consent-social")));
    }

    [Fact]
    public void The_conditions_of_a_rule_are_listed_part_by_part()
    {
        Assert.Equal(
            ["context has consent", "context.now < context.consent.validUntil", "!context.consent.signerBlocked"],
            Table.ConditionsOf(RuleOf("consent-social")));
        Assert.Equal(["context.caseOpen"], Table.ConditionsOf(RuleOf("bar-open-case")));
        Assert.Empty(Table.ConditionsOf(RuleOf("consider-social-harm")));
    }

    [Fact]
    public void Cases_are_found_by_direction_and_by_the_rule_that_answers()
    {
        var cases = RuleCases.Of(PolicyCaseFolder.Read(PolicyCases.Folder), Policies);

        var ofCell = cases.Of(Table.Find(PupilHealth, Social, "psykologiskt-underlag")!);
        var ofRule = cases.Of(RuleOf("bar-open-case"));

        Assert.Contains(ofCell, result => result.Case.Sentence == "Psychological material is released to the social board with consent");
        Assert.All(ofCell, result => Assert.Equal("psykologiskt-underlag", result.Case.Facts.RecordType.Code));
        Assert.NotEmpty(ofRule);
        Assert.All(ofRule, result => Assert.Contains("bar-open-case", RulesOf(result.Verdict)));
        Assert.All(cases.All, result => Assert.True(result.Passed));
    }

    private static Rule RuleOf(string name) => Policies.Rules.Single(rule => rule.Name == name);

    private static IEnumerable<string> Names(IEnumerable<Rule> rules) => rules.Select(rule => rule.Name);

    private static IEnumerable<string> RulesOf(Verdict verdict) => verdict switch
    {
        Verdict.Release release => [release.Ground.PolicyName],
        Verdict.Refer refer =>
            [
                .. refer.AssessorMayConsider.Select(ground => ground.PolicyName),
                .. refer.Bars.Select(bar => bar.PolicyName).Where(name => name != "no-ground"),
            ],
        Verdict.Refuse { Alarms.Count: 0 } refuse => refuse.Bars.Select(bar => bar.PolicyName).Where(name => name != "no-ground"),
        _ => [],
    };
}
