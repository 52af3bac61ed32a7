using System.Text;

namespace DelningsNav.Cedar.Tests;

public sealed class HostileInputTests
{
    [Theory]
    [InlineData("(", "true", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("{a: ", "1", "}")]
    [InlineData("!(", "true", ")")]
    [InlineData("[1].contains(", "1", ")")]
    [InlineData("if true then true else ", "true", "")]
    [InlineData("ip(", "1", ")")]
    public void Nesting_works_to_its_limit_and_is_refused_beyond(string open, string core, string close)
    {
        SmallStack.Run(() =>
        {
            Assert.NotEmpty(Ask.Outcome($"{Repeat(open, 199)}{core}{Repeat(close, 199)} == 1 || true"));
            Assert.Contains(
                "nested too deeply", Ask.ProblemsOf($"{Repeat(open, 200)}{core}{Repeat(close, 200)}"), StringComparison.Ordinal);
            Assert.Contains("nested too deeply", Ask.ProblemsOf($"{Repeat(open, 100_000)}{core}"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Long_accesses_work_to_the_limit_and_are_refused_beyond()
    {
        SmallStack.Run(() =>
        {
            Assert.Equal("record does not have the attribute `x`", Ask.Outcome("context" + Repeat(".x", 598)));
            Assert.Contains("nested too deeply", Ask.ProblemsOf("context" + Repeat(".x", 600)), StringComparison.Ordinal);
            Assert.Contains("nested too deeply", Ask.ProblemsOf("context" + Repeat(".contains(1)", 100_000)), StringComparison.Ordinal);
            Assert.Contains("nested too deeply", Ask.ProblemsOf("context" + Repeat("[\"x\"]", 100_000)), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("true", " && true", "true")]
    [InlineData("false", " || false", "false")]
    [InlineData("1 < 0", " + 1", "true")]
    [InlineData("1 == 1", " * 1", "true")]
    [InlineData("1 == -100000", " - 1", "false")]
    [InlineData("[1].contains(1) && [1", ", 1", "true")]
    public void Long_chains_have_no_limit(string start, string link, string outcome)
    {
        var end = link == ", 1" ? "].contains(1)" : string.Empty;

        var expression = start.Replace("0", "1", StringComparison.Ordinal) + Repeat(link, 100_000) + end;

        SmallStack.Run(() => Assert.Equal(outcome == "true", Ask.Outcome(expression) == "true"));
    }

    [Fact]
    public void JSON_nested_too_deeply_is_refused()
    {
        SmallStack.Run(() =>
        {
            var deep = CedarValue.Record.FromJson($"{{\"a\": {Repeat("[", 198)}{Repeat("]", 198)}}}");
            var same = CedarValue.Record.FromJson($"{{\"a\": {Repeat("[", 198)}{Repeat("]", 198)}}}");
            Assert.Equal(deep, same);
            Assert.Throws<CedarJsonException>(() => CedarValue.Record.FromJson($"{{\"a\": {Repeat("[", 100_000)}{Repeat("]", 100_000)}}}"));
            Assert.Throws<CedarJsonException>(() => EntityStore.FromJson(Repeat("[", 100_000)));
        });
    }

    [Fact]
    public void Values_nested_to_the_limit_can_be_compared_and_printed_and_no_deeper_ones_exist()
    {
        SmallStack.Run(() =>
        {
            CedarValue Nest(int depth) => Enumerable.Range(0, depth).Aggregate(
                (CedarValue)CedarValue.Of(1), (inner, _) => CedarValue.SetOf(inner));

            Assert.Equal(Nest(CedarValue.MaxDepth), Nest(CedarValue.MaxDepth));
            Assert.Equal((2 * CedarValue.MaxDepth) + 1, Nest(CedarValue.MaxDepth).ToString().Length);
            Assert.Throws<ArgumentException>(() => Nest(CedarValue.MaxDepth + 1));
        });
    }

    [Fact]
    public void A_value_of_the_request_inside_deep_brackets_is_still_within_limits()
    {
        SmallStack.Run(() =>
        {
            var request = Ask.Request with { Context = CedarValue.Record.FromJson($"{{\"a\": {Repeat("[", 198)}{Repeat("]", 198)}}}") };
            var deep = $"{Repeat("[", 195)}context.a{Repeat("]", 195)}";
            var text = $"permit(principal, action, resource) when {{ {deep} == {deep} }};";

            Assert.True(CedarPolicySet.Parse(text).Authorize(request, Ask.Entities).Permitted);
        });
    }

    [Fact]
    public void A_hierarchy_of_a_hundred_thousand_steps_is_walked()
    {
        var entities = EntityStore.Of(Enumerable.Range(0, 100_000).Select(i => new CedarEntity(
            new EntityUid("T", $"{i}"), CedarValue.Record.Empty, [new EntityUid("T", $"{i + 1}")])));

        var answer = CedarPolicySet.Parse("permit(principal in T::\"100000\", action, resource);")
            .Authorize(Ask.Request with { Principal = new EntityUid("T", "0") }, entities);

        Assert.True(answer.Permitted);
    }

    [Fact]
    public void Problems_are_counted_to_a_hundred()
    {
        var exception = Assert.Throws<CedarSyntaxException>(
            () => CedarPolicySet.Parse(Repeat("allow(principal, action, resource);\n", 10_000)));

        Assert.Equal(100, exception.Problems.Count);
    }

    [Theory]
    [InlineData("\\u{")]
    [InlineData("\\u")]
    [InlineData("\\")]
    [InlineData("A::")]
    [InlineData("@a")]
    [InlineData("/")]
    [InlineData("\"")]
    [InlineData("\ud800")]
    [InlineData("?")]
    [InlineData("permit(")]
    [InlineData(";")]
    [InlineData("{")]
    public void A_megabyte_of_nonsense_is_refused_in_time(string piece)
    {
        SmallStack.Run(() =>
        {
            var nonsense = Repeat(piece, 1_000_000 / piece.Length);
            Assert.NotEmpty(Ask.Problems("permit(" + nonsense));
            Assert.NotEmpty(Ask.ProblemsOf('"' + nonsense + "\" == 1 /"));
            Assert.NotEmpty(Ask.ProblemsOf(nonsense));
        });
    }

    [Fact]
    public void No_cutting_of_a_good_policy_throws_anything_but_problems()
    {
        const string good = "@id(\"x\") permit(principal is A::B in C::\"d\\u{41}\", action in [Action::\"e\"], resource) "
            + "when { if context has a.b then [1, {c: -2}].contains(ip(\"::1\")) else principal.f[\"g\"] like \"h\\*\" } "
            + "unless { 1 + 2 * 3 >= 4 && !true };";

        for (var length = 0; length < good.Length; length++)
        {
            _ = Ask.Problems(good[..length]);
            _ = Ask.Problems(good[length..]);
            _ = Ask.Problems(good.Remove(length, 1));
            _ = Ask.Problems(good.Insert(length, ")"));
        }

        Assert.Empty(Ask.Problems(good));
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
