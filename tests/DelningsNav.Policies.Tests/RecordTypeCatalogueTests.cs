namespace DelningsNav.Policies.Tests;

/// <summary>The catalogue, and that it and the policies tell the same story.</summary>
public sealed class RecordTypeCatalogueTests
{
    private static ReleasePolicies Policies => PolicyCases.Policies.Value;

    public static TheoryData<string> Types { get; } = [.. PolicyCases.Policies.Value.RecordTypes.All.Select(type => type.Code.Code)];

    [Theory]
    [MemberData(nameof(Types))]
    public void The_lifts_of_the_catalogue_are_those_that_the_policies_open(string code)
    {
        var type = Policies.RecordTypes.Find(code);

        var differing = type.Holdings.Where(holding =>
            !Opened(type, holding).SetEquals(holding.Lifts.Select(lift => SecrecyLifts.KindOf(lift)!.Value)));

        Assert.Empty(differing);
    }

    [Fact]
    public void The_general_clause_never_opens_health_care_or_social_services_or_anything_to_an_independent_school()
    {
        var opened = from type in Policies.RecordTypes.All
                     from holding in type.Holdings
                     from recipient in PolicyEntities.Parties
                     where holding.Provision.Contains("25:1", StringComparison.Ordinal)
                         || holding.Provision.Contains("26:", StringComparison.Ordinal)
                         || recipient.Party == PartyKind.IndependentSchool
                         || holding.Party == PartyKind.IndependentSchool
                     where Kinds(type, holding, recipient).Contains(GroundKind.Balance)
                     select $"{type.Code} {holding.Party} {recipient}";

        Assert.Empty(opened);
    }

    [Fact]
    public void A_duty_opens_only_towards_the_social_board()
    {
        var opened = from type in Policies.RecordTypes.All
                     from holding in type.Holdings
                     from recipient in PolicyEntities.Parties
                     where recipient.Party != PartyKind.SocialBoard
                     where Kinds(type, holding, recipient).Contains(GroundKind.Duty)
                     select $"{type.Code} {holding.Party} {recipient}";

        Assert.Empty(opened);
    }

    [Fact]
    public void A_type_shows_what_awaits_a_lawyer()
    {
        Assert.True(Policies.RecordTypes.Find("familjeradgivning").AwaitsLawyer);
        Assert.False(Policies.RecordTypes.Find("psykologiskt-underlag").AwaitsLawyer);
    }

    [Fact]
    public void A_type_that_is_not_there_is_not_found()
    {
        Assert.False(Policies.RecordTypes.TryFind(RecordTypeCode.Parse("okand-typ"), out _));
        Assert.Throws<KeyNotFoundException>(() => Policies.RecordTypes.Find("okand-typ"));
    }

    [Fact]
    public void Every_type_says_how_long_a_copy_is_kept()
    {
        Assert.All(Policies.RecordTypes.All, type => Assert.True(Policies.RecordTypes.RetentionOf(type).DaysAfterDeposit > 0));
    }

    private static HashSet<GroundKind> Opened(RecordType type, Holding holding) =>
        [.. PolicyEntities.Parties.SelectMany(recipient => Kinds(type, holding, recipient))];

    // Every kind of ground that opens or may be considered for a child of 12, with and without consent.
    private static IEnumerable<GroundKind> Kinds(RecordType type, Holding holding, (PartyKind Party, BranchKind Branch) recipient)
    {
        foreach (var consent in new[] { "none", "given" })
        {
            foreach (var purpose in new[] { "sst", "annat" })
            {
                var facts = PolicyCases.Facts(
                    $$"""{ "consent": "{{consent}}", "purpose": "{{purpose}}", "sameAuthority": true, "record": "{{type.Code}}" }""");
                facts = facts with
                {
                    Holder = facts.Holder with { Kind = holding.Party, Branch = holding.Branch },
                    Recipient = facts.Recipient with { Kind = recipient.Party, Branch = recipient.Branch },
                };
                switch (Policies.Decide(facts))
                {
                    case Verdict.Release release:
                        yield return release.Ground.Kind;
                        break;
                    case Verdict.Refer refer:
                        foreach (var ground in refer.AssessorMayConsider)
                        {
                            yield return ground.Kind;
                        }

                        break;
                }
            }
        }
    }
}
