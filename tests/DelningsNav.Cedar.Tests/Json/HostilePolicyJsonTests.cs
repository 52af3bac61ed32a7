using System.Text;

namespace DelningsNav.Cedar.Tests.Json;

public sealed class HostilePolicyJsonTests
{
    private const string Call = """{"Var": "context"}""";

    public static TheoryData<string, string> Nestings => new()
    {
        { """{"!": {"arg": """, "}}" },
        { """{"neg": {"arg": """, "}}" },
        { """{".": {"attr": "x", "left": """, "}}" },
        { """{"has": {"attr": "x", "left": """, "}}" },
        { """{"is": {"entity_type": "X", "left": """, "}}" },
        { """{"like": {"pattern": [], "left": """, "}}" },
        { """{"Set": [""", "]}" },
        { """{"Record": {"x": """, "}}" },
        { """{"ip": [""", "]}" },
        { """{"toDate": [""", "]}" },
        { """{"==": {"left": """, """, "right": {"Value": 1}}}""" },
        { """{"&&": {"left": {"Value": true}, "right": """, "}}" },
        { """{"-": {"left": {"Value": 1}, "right": """, "}}" },
        { """{"contains": {"left": """, """, "right": {"Value": 1}}}""" },
        { """{"if-then-else": {"if": {"Value": true}, "then": {"Value": true}, "else": """, "}}" },
    };

    [Theory]
    [MemberData(nameof(Nestings))]
    public void Nesting_works_as_deep_as_text_could_say_it_and_is_refused_beyond(string open, string close)
    {
        SmallStack.Run(() =>
        {
            var deep = CedarPolicySet.FromJson(PolicyJson.With(Repeat(open, 190) + Call + Repeat(close, 190)));
            deep.Authorize(Ask.Request, Ask.Entities);
            Assert.Equal(deep.ToJson(), CedarPolicySet.FromJson(deep.ToJson()).ToJson());
            Assert.Equal(deep.ToJson(), CedarPolicySet.Parse(deep.Policies[0].Text).ToJson());
            Assert.Contains(
                "nested too deeply",
                PolicyJson.Problems(PolicyJson.With(Repeat(open, 700) + Call + Repeat(close, 700))),
                StringComparison.Ordinal);
            Assert.Contains(
                "depth",
                PolicyJson.Problems(PolicyJson.With(Repeat(open, 50_000) + Call + Repeat(close, 50_000))),
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Accesses_are_as_long_as_in_text()
    {
        SmallStack.Run(() =>
        {
            string Accesses(int count) =>
                PolicyJson.With(Repeat("""{".": {"attr": "x", "left": """, count) + Call + Repeat("}}", count));

            var longest = CedarPolicySet.FromJson(Accesses(599));
            Assert.Single(longest.Authorize(Ask.Request, Ask.Entities).Errors);
            Assert.Equal(longest.ToJson(), CedarPolicySet.FromJson(longest.ToJson()).ToJson());
            Assert.EndsWith(
                "nested too deeply; at most 600 levels are allowed", PolicyJson.Problems(Accesses(600)), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"x\": ", "}")]
    [InlineData("{\"__extn\": {\"fn\": \"ip\", \"arg\": ", "}}")]
    [InlineData("{\"__extn\": {\"fn\": \"toDate\", \"args\": [", "]}}")]
    public void Values_are_as_deep_as_expressions_may_be(string open, string close)
    {
        SmallStack.Run(() =>
        {
            string Nested(int depth) => PolicyJson.With($$$"""{"Value": {{{Repeat(open, depth)}}}1{{{Repeat(close, depth)}}}}""");

            Assert.Single(CedarPolicySet.FromJson(Nested(190)).Policies);
            Assert.Contains("nested too deeply", PolicyJson.Problems(Nested(700)), StringComparison.Ordinal);
            Assert.Contains("depth", PolicyJson.Problems(Nested(50_000)), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(" && true")]
    [InlineData(" || false")]
    [InlineData(" + 1")]
    [InlineData(" - 1")]
    [InlineData(" * 1")]
    public void A_chain_of_one_operator_is_no_deep_expression_and_goes_through_JSON_unless_it_is_absurdly_long(string link)
    {
        SmallStack.Run(() =>
        {
            CedarPolicySet Chain(int length) =>
                CedarPolicySet.Parse($"permit(principal, action, resource) when {{ 1{Repeat(link, length)} == 1 || true }};");
            var set = Chain(1_000);

            var read = CedarPolicySet.FromJson(set.ToJson());

            Assert.Equal(set.Policies[0].Text.Length, read.Policies[0].Text.Length);
            Assert.Equal(set.ToJson(), read.ToJson());
            Assert.Contains(
                "at most 2400 levels", Assert.Throws<InvalidOperationException>(Chain(100_000).ToJson).Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("&&", false)]
    [InlineData("&&", true)]
    [InlineData("||", false)]
    public void The_longest_chain_that_is_written_is_the_longest_that_is_read(string name, bool inSet)
    {
        const string truth = """{"Value": true}""";
        SmallStack.Run(() =>
        {
            CedarPolicySet Read(int terms)
            {
                var policy = PolicyJson.With(
                    Repeat($$$"""{"{{{name}}}": {"left": """, terms - 1) + truth + Repeat($$$""", "right": {{{truth}}}}}""", terms - 1));
                return CedarPolicySet.FromJson(inSet ? PolicyJson.Set($$$"""{"policy0": {{{policy}}}}""") : policy);
            }

            string Write(int terms)
            {
                var set = CedarPolicySet.Parse(
                    $"permit(principal, action, resource) when {{ true{Repeat($" {name} true", terms - 1)} }};");
                return inSet ? set.ToJson() : set.Policies[0].ToJson();
            }

            var longest = Enumerable.Range(1_150, 100).TakeWhile(terms => Record.Exception(() => Read(terms)) is null).Last();

            Assert.Equal(inSet ? Read(longest).ToJson() : Read(longest).Policies[0].ToJson(), Write(longest));
            Assert.Throws<CedarJsonException>(() => Read(longest + 1));
            Assert.StartsWith(
                "the policy has no JSON form",
                Assert.Throws<InvalidOperationException>(() => Write(longest + 1)).Message,
                StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"staticPolicies\": ", "}")]
    [InlineData("{\"effect\": ", "}")]
    [InlineData("{\"Value\": ", "}")]
    public void Any_other_depth_is_refused(string open, string close)
    {
        SmallStack.Run(() =>
        {
            Assert.NotEmpty(PolicyJson.Problems(Repeat(open, 100_000) + "1" + Repeat(close, 100_000)));
            Assert.NotEmpty(PolicyJson.Problems(Repeat(open, 100_000)));
        });
    }

    [Fact]
    public void Problems_are_listed_to_a_hundred_and_never_let_anything_through()
    {
        var conditions = "[" + string.Join(", ", Enumerable.Repeat("""{"kind": "when", "body": {"foo": 1}}""", 10_000)) + "]";

        var exception = Assert.Throws<CedarJsonException>(() => CedarPolicySet.FromJson(PolicyJson.Policy(conditions: conditions)));

        Assert.Equal(100, exception.Problems.Count);
    }

    [Fact]
    public void The_place_of_a_problem_deep_down_or_under_a_long_name_is_cut()
    {
        var deep = PolicyJson.Problems(
            PolicyJson.With(Repeat("""{"&&": {"right": {"Value": true}, "left": """, 1_000) + "1" + Repeat("}}", 1_000)));
        var named = PolicyJson.Problems(PolicyJson.With($$$"""{"Record": {"{{{Repeat("å", 100_000)}}}": 1}}"""));

        Assert.Matches("^/conditions/0/body/&&/left/&&/.{300,2000}/…: expected an object$", deep);
        Assert.InRange(named.Length, 100, 300);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("unescaped")]
    public void Half_a_surrogate_pair_is_no_text(string half)
    {
        var text = '"' + half.Replace("unescaped", "\ud800", StringComparison.Ordinal) + '"';

        Assert.Contains(
            "well-formed Unicode", PolicyJson.Problems(PolicyJson.With($$$"""{"Value": {{{text}}}}""")), StringComparison.Ordinal);
        Assert.Contains(
            "well-formed Unicode",
            PolicyJson.Problems(PolicyJson.Set($$$"""{{{{text}}}: {{{PolicyJson.Policy()}}}}""")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_character_goes_through_JSON_and_text()
    {
        var every = string.Concat(Enumerable.Range(0, 0x11000).Where(code => code is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32));
        var json = PolicyJson.Policy(
            conditions: $$$"""
                [{"kind": "when",
                  "body": {"like": {"left": {"Value": {{{Quoted(every)}}}}, "pattern": [{"Literal": {{{Quoted(every)}}}}]}} }]
                """,
            more: $$$""", "annotations": {"a": {{{Quoted(every)}}}}""");

        var read = CedarPolicySet.FromJson(json);

        Assert.Equal(every, read.Policies[0].Annotations["a"]);
        Assert.True(read.Authorize(Ask.Request, Ask.Entities).Permitted);
        Assert.Equal(read.ToJson(), CedarPolicySet.FromJson(read.ToJson()).ToJson());
    }

    [Fact]
    public void No_cutting_of_good_JSON_throws_anything_but_problems()
    {
        var good = CedarPolicySet.Parse(
            """
            @id("x") permit(principal is A::B in ?principal, action in [Action::"e"], resource == ?resource)
            when { if context has a.b then [1, {c: -2}].contains(ip("::1")) else principal.f["g"] like "h\*" };
            """).Link(new CedarLink("policy0", "l", Ask.Anna, Ask.Plan)).ToJson();

        for (var length = 0; length < good.Length; length++)
        {
            _ = PolicyJson.Problems(good[..length]);
            _ = PolicyJson.Problems(good.Remove(length, 1));
            _ = PolicyJson.Problems(good.Insert(length, "0"));
            _ = PolicyJson.Problems(good.Insert(length, "\""));
        }

        Assert.Empty(PolicyJson.Problems(good));
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
