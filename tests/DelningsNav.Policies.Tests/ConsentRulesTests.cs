namespace DelningsNav.Policies.Tests;

/// <summary>The rules on asking for consent: what the file may say, and what a consent keeps of them.</summary>
public sealed class ConsentRulesTests
{
    [Theory]
    [InlineData("by-age 0:G 12:GH 15:GS 18:S")]
    [InlineData("childs-own-matter 0:G 12:GH 15:S")]
    public void A_rule_on_signers_is_stored_in_a_short_form_that_is_complete(string text) =>
        Assert.Equal(text, SignerRule.Parse(text).ToString());

    [Theory]
    [InlineData(0, true, ChildsPart.TakesNoPart)]
    [InlineData(11, true, ChildsPart.TakesNoPart)]
    [InlineData(12, true, ChildsPart.IsHeard)]
    [InlineData(14, true, ChildsPart.IsHeard)]
    [InlineData(15, true, ChildsPart.Signs)]
    [InlineData(17, true, ChildsPart.Signs)]
    [InlineData(18, false, ChildsPart.Signs)]
    [InlineData(40, false, ChildsPart.Signs)]
    public void The_age_reached_last_decides_what_applies(int age, bool guardians, ChildsPart child)
    {
        var applies = SignerRule.Parse("by-age 0:G 12:GH 15:GS 18:S").At(age);

        Assert.Equal((guardians, child), (applies.Guardians, applies.Child));
    }

    [Theory]
    [InlineData("")]
    [InlineData("by-age")]
    [InlineData("by-age 1:G 18:S")] // Nobody signs for a child younger than one.
    [InlineData("by-age 0:G 15:GS 12:GH 18:S")]
    [InlineData("by-age 0:G 12:GH 12:GS 18:S")]
    [InlineData("by-age 0:G 12:H 18:S")] // Nobody signs.
    [InlineData("by-age 0:G 18:GS")] // A person of age has no guardian.
    [InlineData("by-age 0:G 15:GS")]
    [InlineData("by-age 0:G 18:S 20:S")]
    [InlineData("by-age 0:G x:S")]
    public void A_text_that_is_not_a_rule_is_refused(string text) => Assert.Throws<FormatException>(() => SignerRule.Parse(text));

    [Fact]
    public void Every_procedure_of_the_shipped_set_has_a_rule_for_every_circumstance_and_every_age()
    {
        var rules = ReleasePolicies.Load(PolicyCases.Folder).ConsentRules!;

        foreach (var purpose in new[] { "sst", "sst-plus" })
        {
            Assert.True(rules.HasProcedure(purpose));
            foreach (var circumstance in Enum.GetValues<SigningCircumstance>())
            {
                var rule = rules.SignersFor(purpose, circumstance);
                Assert.All(Enumerable.Range(0, 30), age => Assert.True(rule.At(age).Guardians || rule.At(age).Child == ChildsPart.Signs));
                Assert.Equal(new SignersFromAge(18, false, ChildsPart.Signs) with { From = 0 }, rule.At(18) with { From = 0 });
            }
        }

        Assert.False(rules.HasProcedure("crime"));
    }

    [Theory]
    [InlineData(SignerExceptionCodes.PreventedGuardian, true)]
    [InlineData(
        SignerExceptionCodes.MeasureDecision, false)] // Whether such a decision reaches the sharing of information is for a lawyer to say.
    [InlineData("any-other", false)]
    public void The_shipped_set_counts_a_prevented_guardian_and_no_decision_about_a_measure(string exception, bool counts)
    {
        var rules = ReleasePolicies.Load(PolicyCases.Folder).ConsentRules!;

        Assert.All(["sst", "sst-plus"], purpose => Assert.Equal(counts, rules.Counts(exception, purpose)));
        Assert.False(rules.Counts(exception, "crime"));
        Assert.All(rules.SignerExceptions, text => Assert.True(text.AwaitsLawyer));
    }

    [Fact]
    public void An_exception_is_counted_only_when_the_file_words_it_and_the_hub_knows_it()
    {
        var faults = new List<string>();
        var rule = new SignerRuleText(
            "one", "OSL 12:3", true, "", "", [new(0, true, ChildsPart.TakesNoPart), new(18, false, ChildsPart.Signs)]);
        var file = new ConsentRulesFile(
            366,
            1830,
            ["own-record"],
            [rule],
            [new ProcedureFile("sst", "one", "one", "one", [SignerExceptionCodes.MeasureDecision])],
            [new(
                "prevented-guardian",
                "FB 6:13",
                true,
                "",
                ""), new("prevented-guardian",
                "FB 6:13",
                true,
                "",
                ""), new("absent-guardian",
                "FB 6:13",
                true,
                "",
                "")]);

        file.Check(faults.Add);

        Assert.Equal(
            [
                "the hub knows no signer exception `absent-guardian`; choose among prevented-guardian, measure-decision",
                "name each signer exception once",
                "procedure `sst` counts the signer exception `measure-decision`, which there is none of",
            ],
            faults);
    }

    [Fact]
    public void Every_fault_of_the_file_is_named_at_once()
    {
        var faults = new List<string>();
        var file = new ConsentRulesFile(
            0,
            1830,
            ["own-record", "own-record"],
            [
                new SignerRuleText("one", "OSL 12:3", true, "", "", [new(0, true, ChildsPart.TakesNoPart)]),
                new SignerRuleText("two", "OSL 12:3", true, "", "", [new(0, false, ChildsPart.Signs)]),
                new SignerRuleText("two", "OSL 12:3", true, "", "", [new(0, false, ChildsPart.Signs)]),
            ],
            [new ProcedureFile("sst", "two", "three", "four"), new ProcedureFile("sst", "two", "two", "two")]);

        file.Check(faults.Add);

        Assert.Equal(
            [
                "the longest validity is 1-3660 days and the longest data window 1-36600 days",
                "name at least one retention promise, each once",
                "signer rule `one` must let the person alone sign from the age of 18",
                "there are several signer rules `two`",
                "procedure `sst` follows the signer rule `three`, which there is none of",
                "procedure `sst` follows the signer rule `four`, which there is none of",
                "name at least one procedure, each purpose once",
            ],
            faults);
    }
}
