using DelningsNav.Cedar;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Policies.Tests;

/// <summary>What must hold for every question, whatever the policies say (docs/promises.md, promises 3 to 5).</summary>
public sealed class ReleasePoliciesTests
{
    private const string Consented =
        """{ "record": "psykologiskt-underlag", "holder": "municipal-school/pupil-health", "consent": "given" }""";

    private static ReleasePolicies Policies => PolicyCases.Policies.Value;

    [Fact]
    public void Promise_4_every_release_names_its_policy_its_law_and_what_it_rests_on()
    {
        var nameless = PolicyCases.All.Value.Where(item =>
            Policies.Decide(item.Facts) is Verdict.Release { Ground: var ground }
            && (ground.PolicyName.Length == 0
                || ground.Law.Length == 0
                || ground.Sentence.Swedish.Length == 0
                || ground.Sentence.English.Length == 0
                || (ground.Kind == GroundKind.Consent) != (ground.ConsentId == item.Facts.Consent?.Id && ground.ConsentVersion == 1)
                || (ground.Kind == GroundKind.Assessment) != (ground.AssessmentId is not null)
                || (ground.Kind == GroundKind.Emergency) != (ground.EmergencyId is not null)));

        Assert.Empty(nameless.Select(item => item.Name));
    }

    [Fact]
    public void Promise_5_every_denial_says_what_is_missing_in_both_languages()
    {
        var silent = PolicyCases.All.Value.Where(item =>
            MissingOf(Policies.Decide(item.Facts)) is { } missing
            && (missing.Count == 0 || missing.Any(said => said.Code.Code.Length * said.Swedish.Length * said.English.Length == 0)));

        Assert.Empty(silent.Select(item => item.Name));
    }

    [Fact]
    public void Promise_5_every_denial_tells_the_holder_and_the_log_why()
    {
        var silent = PolicyCases.All.Value.Where(item => Policies.Decide(item.Facts) switch
        {
            Verdict.Refuse refuse => refuse.Bars.Count == 0,
            Verdict.Refer refer => refer.Bars.Count == 0 && refer.NearestGrounds.Count == 0,
            _ => false,
        });

        Assert.Empty(silent.Select(item => item.Name));
    }

    [Fact]
    public void Promise_3_a_fact_that_the_bars_need_and_do_not_get_refuses_and_raises_an_alarm()
    {
        var facts = PolicyCases.Facts(Consented);
        var question = Question.Of(facts);

        var verdicts = question.Attributes.Keys.Where(name => name is "staffAssigned" or "caseOpen" or "caseIsOfThisChild"
                or "purposeFitsCase" or "custodyKnown" or "guardianBlockStands" or "disclosureBlockStands" or "marking"
                    or "policySetAdopted"
                or "recordMentionsOthers" or "recordMarked")
            .Select(name => Policies.Decide(
                facts, CedarValue.RecordOf(question.Attributes.Where(attribute => attribute.Key != name))))
            .ToList();

        Assert.Equal(11, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.NotEmpty(Assert.IsType<Verdict.Refuse>(verdict).Alarms));
    }

    [Theory]
    [InlineData("forbid (principal, action, resource) when { context.noSuchFact };")]
    [InlineData("permit (principal, action, resource) when { context.noSuchFact };")]
    public void Promise_3_a_policy_that_fails_refuses_what_would_have_been_released_and_raises_an_alarm(string policy)
    {
        var broken = Policies.With($"""
            @id("broken") @law("x") @ground("consent") @title_sv("x") @title_en("x")
            @missing_code("x") @missing_sv("x") @missing_en("x")
            {policy}
            """);

        var verdict = broken.Decide(PolicyCases.Facts(Consented));

        var refuse = Assert.IsType<Verdict.Refuse>(verdict);
        Assert.Equal("broken", Assert.Single(refuse.Alarms).PolicyName);
        Assert.Equal([Missing.NotGranted], refuse.Missing);
        Assert.True(refuse.Cedar!.Release.Permitted, "plain Cedar leaves the policy out and permits");
    }

    [Theory]
    [InlineData("consent")]
    [InlineData("assessment")]
    [InlineData("harm")]
    [InlineData("balance")]
    [InlineData("duty")]
    public void Promise_4_a_policy_that_permits_without_its_ground_releases_nothing_and_raises_an_alarm(string ground)
    {
        var careless = Policies.With($"""
            @id("careless") @law("x") @ground("{ground}") @title_sv("x") @title_en("x")
            @missing_code("x") @missing_sv("x") @missing_en("x")
            permit (principal, action == Action::"Release", resource);
            """);

        var verdict = careless.Decide(PolicyCases.Facts("{}"));

        Assert.Equal("careless", Assert.Single(Assert.IsType<Verdict.Refuse>(verdict).Alarms).PolicyName);
    }

    [Fact]
    public void Promise_3_a_marking_that_this_version_does_not_know_counts_as_the_strictest()
    {
        var facts = PolicyCases.Facts(Consented) with { Marking = (SecurityMarking)42 };

        var verdict = Policies.Decide(facts);

        Assert.True(Assert.IsType<Verdict.Refer>(verdict).NamedAssessorOnly);
    }

    [Fact]
    public void Promise_3_an_assessment_with_an_outcome_that_this_version_does_not_know_opens_nothing()
    {
        var facts = PolicyCases.Facts("""{ "assessment": "release" }""");

        var verdict = Policies.Decide(facts with { Assessment = facts.Assessment! with { Outcome = (AssessmentOutcome)42 } });

        Assert.IsNotType<Verdict.Release>(verdict);
    }

    // A set that is older than blocks may be set in force again.
    [Fact]
    public void Promise_3_a_block_closes_under_a_set_that_is_older_than_blocks()
    {
        var folder = Directory.CreateTempSubdirectory("delningsnav-older-").FullName;
        foreach (var file in Directory.EnumerateFiles(PolicyCases.Folder))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var bars = Path.Combine(folder, "90-bars.cedar");
        var text = File.ReadAllText(bars);
        var (from, to) = (
            text.IndexOf("@id(\"bar-disclosure-block\")", StringComparison.Ordinal),
            text.IndexOf("@id(\"bar-protected-identity\")", StringComparison.Ordinal));
        File.WriteAllText(bars, text.Remove(from, to - from));
        var older = ReleasePolicies.Load(folder);
        Directory.Delete(folder, recursive: true);

        var differing = PolicyCases.All.Value.Where(item =>
        {
            var blocked = item.Facts with { DisclosureBlockStands = true };
            var (before, now) = (older.Decide(blocked), Policies.Decide(blocked));
            return before is Verdict.Release || before.GetType() != now.GetType() || !MissingOf(before)!.SequenceEqual(MissingOf(now)!);
        });

        Assert.Contains(older.Rules, rule => rule.Name == "bar-disclosure-block");
        Assert.Empty(differing.Select(item => item.Name));
    }

    [Fact]
    public void An_emergency_that_is_not_declared_is_never_mentioned()
    {
        var told = PolicyCases.All.Value.Where(item => item.Facts.Emergency is null && Policies.Decide(item.Facts) is var verdict
            && (verdict.NearestGrounds.Any(ground => ground.PolicyName.StartsWith("emergency-", StringComparison.Ordinal))
                || (MissingOf(verdict) ?? []).Any(said => said.PolicyName.StartsWith("emergency-", StringComparison.Ordinal))));

        Assert.Empty(told.Select(item => item.Name));
    }

    // What is offered to staff as a way is made of this alone: it must not ask anything else.
    [Fact]
    public void What_an_emergency_may_open_depends_on_the_direction_the_type_and_the_age_alone_and_reaches_no_further_than_the_rules()
    {
        var wrong = PolicyCases.All.Value.Where(item =>
        {
            var (facts, may) = (
                item.Facts,
                Policies.MayOpenInEmergency(
                    item.Facts.Recipient, item.Facts.Holder, item.Facts.RecordType, item.Facts.ChildAge, item.Facts.Now));
            return (Policies.Decide(facts) is Verdict.Release { Ground.Kind: GroundKind.Emergency } && !may)
                || (may
                    && (facts.Recipient.Kind == PartyKind.IndependentSchool
                        || facts.Holder.Kind == PartyKind.IndependentSchool
                        || facts.RecordType.Code == "familjeradgivning"));
        });

        Assert.Empty(wrong.Select(item => item.Name));
    }

    [Fact]
    public void Without_policies_nothing_is_released_or_referred()
    {
        var empty = Policies.Rules.Aggregate(Policies, (left, rule) => left.Without(rule.Name));

        var verdicts = PolicyCases.All.Value.Select(item => empty.Decide(item.Facts));

        Assert.All(verdicts, verdict => Assert.IsType<Verdict.Refuse>(verdict));
    }

    [Fact]
    public void No_decision_allocates_more_than_two_kilobytes()
    {
        var heavy = PolicyCases.All.Value.Select(item => (item.Name, Bytes: AllocatedBy(item.Facts))).Where(item => item.Bytes > 2048);

        Assert.Empty(heavy);
    }

    [Fact]
    public void The_same_facts_give_the_same_verdict_again()
    {
        var again = ReleasePolicies.Load(PolicyCases.Folder);

        var moved = PolicyCases.All.Value.Where(item =>
            Everything(item, Policies.Decide(item.Facts)) != Everything(item, again.Decide(item.Facts)));

        Assert.Empty(moved.Select(item => item.Name));
    }

    [Fact]
    public void The_policies_of_a_direction_answer_like_the_whole_set()
    {
        var entities = EntityStore.Of(PolicyEntities.Of(Policies.RecordTypes));

        var differing = PolicyCases.All.Value.Where(item => Policies.Decide(item.Facts).Cedar is { Release: var narrow }
            && Reasons(Policies.CedarPolicies.Authorize(ReleaseRequest(item.Facts), entities)) != Reasons(narrow));

        Assert.Empty(differing.Select(item => item.Name));
    }

    // Two secret causes and one ordinary cause of each kind of denial, side by side.
    [Theory]
    [InlineData("""{ "marking": "skyddad-folkbokforing" }""", """{ "adopted": false }""")]
    [InlineData("""{ "marking": "sekretessmarkering" }""", """{ "mentionsOthers": true }""")]
    [InlineData("""{ "marking": "unknown" }""", """{ "adopted": false }""")]
    [InlineData("""{ "consent": "signed-by-blocked" }""", """{ "mentionsOthers": true }""")]
    [InlineData("""{ "guardianBlock": true, "consent": "none" }""", """{ "consent": "none" }""")]
    [InlineData("""{ "guardianBlock": true, "consent": "signed-by-blocked" }""", """{ "adopted": false }""")]
    [InlineData(
        """{ "guardianBlock": true, "consent": "none", "assessment": "refuse" }""", """{ "consent": "none", "assessment": "refuse" }""")]
    [InlineData(
        """{ "guardianBlock": true, "consent": "none", "record": "uppgift-om-anmalare", "holder": "social-board/social-services" }""",
        """{ "consent": "none", "record": "uppgift-om-anmalare", "holder": "social-board/social-services" }""")]
    [InlineData(
        """{ "guardianBlock": true, "consent": "signed-by-blocked", "record": "familjeradgivning", """
        + "\"holder\": \"social-board/social-services\" }",
        """{ "record": "familjeradgivning", "holder": "social-board/social-services", "adopted": false }""")]
    [InlineData(
        """{ "guardianBlock": true, "consent": "none", "record": "atgardsprogram-beslutat", "holder": "municipal-school/school" }""",
        """{ "consent": "none", "recordMarked": true, "record": "atgardsprogram-beslutat", "holder": "municipal-school/school" }""")]
    [InlineData("""{ "marking": "skyddad-folkbokforing", "consent": "none" }""", """{ "consent": "none" }""")]
    [InlineData("""{ "marking": "skyddad-folkbokforing", "assigned": false }""", """{ "assigned": false }""")]
    [InlineData("""{ "guardianBlock": true, "caseOpen": false, "consent": "none" }""", """{ "caseOpen": false }""")]
    [InlineData(
        """{ "emergency": "declared", "consent": "none", "marking": "skyddad-folkbokforing" }""",
        """{ "emergency": "declared", "consent": "none", "mentionsOthers": true }""")]
    [InlineData(
        """{ "emergency": "declared", "consent": "none", "guardianBlock": true }""",
        """{ "emergency": "declared", "consent": "none", "adopted": false }""")]
    [InlineData(
        """{ "emergency": "declared", "consent": "none", "disclosureBlock": true }""",
        """{ "emergency": "declared", "consent": "none", "recordMarked": true }""")]
    [InlineData(
        """{ "emergency": "declared", "consent": "none", "assessment": "refuse", "guardianBlock": true }""",
        """{ "emergency": "declared", "consent": "none", "assessment": "refuse" }""")]
    [InlineData("""{ "disclosureBlock": true }""", """{ "adopted": false }""")]
    [InlineData("""{ "disclosureBlock": true, "consent": "none" }""", """{ "consent": "none" }""")]
    [InlineData(
        """{ "disclosureBlock": true, "consent": "none", "assessment": "refuse" }""", """{ "consent": "none", "assessment": "refuse" }""")]
    [InlineData("""{ "disclosureBlock": true, "assessment": "release" }""", """{ "adopted": false }""")]
    [InlineData("""{ "disclosureBlock": true, "assigned": false }""", """{ "assigned": false }""")]
    [InlineData(
        """{ "disclosureBlock": true, "consent": "none", "record": "atgardsprogram-beslutat", "holder": "municipal-school/school" }""",
        """{ "consent": "none", "recordMarked": true, "record": "atgardsprogram-beslutat", "holder": "municipal-school/school" }""")]
    public void A_secret_cause_cannot_be_told_from_an_ordinary_one_by_the_requester(string secret, string ordinary)
    {
        var first = Policies.Decide(Changed(secret));
        var second = Policies.Decide(Changed(ordinary));

        Assert.Equal(second.GetType(), first.GetType());
        Assert.Equal(MissingOf(second), MissingOf(first));
    }

    [Fact]
    public void No_word_to_the_requester_names_a_secret_cause()
    {
        string[] betraying = ["skydd", "spärr", "protect", "block", "marker", "marked", "vägra", "custod"];
        var secret = PolicyCases.All.Value.Where(item => item.Facts.Marking != SecurityMarking.None
            || item.Facts.GuardianBlockStands || item.Facts.DisclosureBlockStands || item.Facts.Consent is { SignerBlocked: true });

        var betrayed = secret.SelectMany(item => MissingOf(Policies.Decide(item.Facts)) ?? [])
            .Where(said => betraying.Any(word =>
                $"{said.Code} {said.Law} {said.Swedish} {said.English} {said.PolicyName}".Contains(
                    word, StringComparison.OrdinalIgnoreCase)));

        Assert.Empty(betrayed);
    }

    private static ReleaseFacts Changed(string changes)
    {
        var merged = System.Text.Json.Nodes.JsonNode.Parse(Consented)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(changes)!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return PolicyCases.Facts(merged.ToJsonString());
    }

    private static long AllocatedBy(ReleaseFacts facts)
    {
        // The first time finds the place and puts words together that are kept.
        Policies.Decide(facts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Policies.Decide(facts);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static CedarRequest ReleaseRequest(ReleaseFacts facts)
    {
        var type = Policies.RecordTypes.Find(facts.RecordType);
        var holding = type.Holdings.Single(at => at.Party == facts.Holder.Kind && at.Branch == facts.Holder.Branch);
        return new CedarRequest(
            PolicyEntities.RecipientUid(facts.Recipient.Kind, facts.Recipient.Branch),
            PolicyEntities.Release,
            PolicyEntities.RecordUid(type, holding),
            Question.Of(facts));
    }

    private static IReadOnlyList<Missing>? MissingOf(Verdict verdict) => verdict switch
    {
        Verdict.Refer refer => refer.Missing,
        Verdict.Refuse refuse => refuse.Missing,
        _ => null,
    };

    private static string Reasons(CedarAnswer answer) =>
        $"{answer.Permitted} {string.Join(' ', answer.Reasons.Select(policy => policy.Name))} {answer.Errors.Count}";

    private static string Everything(PolicyCase item, Verdict verdict) =>
        item.Said(verdict) + string.Join('\n', MissingOf(verdict) ?? []) + string.Join('\n', verdict.NearestGrounds);
}
