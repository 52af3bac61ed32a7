using System.Text.Json;
using System.Text.RegularExpressions;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Policies.Tests;

/// <summary>A fact is declared once; what policies read, log entries store and cases write is made from the declarations.</summary>
public sealed partial class RuleFactTests
{
    private static ReleaseFacts Facts { get; } =
        PolicyCases.Facts("""{ "consent": "given", "assessment": "release", "emergency": "declared", "claimedGround": "x" }""");

    [Fact]
    public void Every_fact_is_declared_but_those_with_parts()
    {
        var declared = RuleFact.Declared.Count;

        var all = typeof(ReleaseFacts).GetProperties().Select(property => property.Name);
        var withParts = typeof(ReleaseFacts).GetProperties()
            .Where(property => !property.IsDefined(typeof(RuleFactAttribute), false)).Select(property => property.Name);

        Assert.Equal(all.Count() - withParts.Count(), declared);
        Assert.Equal(
            ["Assessment", "ClaimedGround", "Consent", "Emergency", "Holder", "Marking", "Now", "Recipient", "RecordType"],
            withParts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_question_has_just_the_facts_that_the_schema_names()
    {
        var schema = File.ReadAllText(Path.Combine(PolicyCases.Folder, "delningsnav.cedarschema"));
        var type = QuestionType().Match(schema).Groups[1].Value;

        var named = Attribute().Matches(type).Select(match => match.Groups[1].Value);

        Assert.Equal(named.Order(StringComparer.Ordinal), Question.Of(Facts).Attributes.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_declared_fact_is_read_back_as_it_is_written()
    {
        foreach (var fact in RuleFact.Declared)
        {
            using var json = JsonDocument.Parse(Written(fact, Facts));

            Assert.Equal([fact.LogName], json.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.Equal(Facts, fact.Read(Facts, json.RootElement.GetProperty(fact.LogName)));
            Assert.Null(fact.Read(Facts, JsonDocument.Parse("[]").RootElement));
        }
    }

    [Fact]
    public void A_fact_that_is_left_out_is_read_as_it_was_before_there_was_one_and_no_other_may_be()
    {
        var blocked = Facts with { DisclosureBlockStands = true };

        var absent = RuleFact.Declared.Where(fact => fact.ReadAbsent(blocked) is not null).ToList();

        Assert.Equal(["disclosureBlocked", "mentionsUnsignedGuardian"], absent.Select(fact => fact.LogName));
        Assert.Equal(Facts, absent[0].ReadAbsent(blocked));
    }

    [Fact]
    public void Open_facts_close_nothing_and_hold_no_secret()
    {
        var open = ReleaseFacts.Open(WrittenFacts.Now, Facts.Recipient, Facts.Holder, Facts.RecordType);

        Assert.All(RuleFact.Declared, fact => Assert.True(fact.IsOpen(open)));
        Assert.False(Question.HasSecrets(open));
        Assert.Equal((null, null, null), (open.Consent, open.Assessment, open.Emergency));
        Assert.Equal(
            (true, true, true, true, false, false, false, false),
            (open.StaffAssigned, open.CaseOpen, open.CustodyKnown, open.HolderHasAdoptedPolicySet,
                open.GuardianBlockStands, open.DisclosureBlockStands, open.RecordMarked, open.RecordMentionsOthers));
    }

    [Theory]
    [InlineData("""{ "guardianBlock": true }""")]
    [InlineData("""{ "disclosureBlock": true }""")]
    [InlineData("""{ "marking": "sekretessmarkering" }""")]
    [InlineData("""{ "consent": "signed-by-blocked" }""")]
    public void Without_its_secrets_a_question_is_the_one_that_had_none(string secret)
    {
        var facts = PolicyCases.Facts(secret);
        var plain = PolicyCases.Facts(facts.Consent is null ? "{}" : """{ "consent": "given" }""");

        Assert.True(Question.HasSecrets(facts));
        Assert.False(Question.HasSecrets(plain));
        Assert.Equal(Question.Of(plain), Question.WithoutSecrets(Question.Of(facts)));
    }

    private static string Written(RuleFact fact, ReleaseFacts facts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            fact.Write(json, facts);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    [GeneratedRegex(@"type Question = \{(.*?)\};", RegexOptions.Singleline)]
    private static partial Regex QuestionType();

    [GeneratedRegex(@"^\s*(\w+)\??:", RegexOptions.Multiline)]
    private static partial Regex Attribute();
}
