using System.Text;

namespace DelningsNav.Cedar.Tests;

public sealed class HostileSchemaTests
{
    // Less than the default of any platform that we support.
    private const int SmallStack = 1024 * 1024;

    [Theory]
    [InlineData("Set<", "Long", ">")]
    [InlineData("{ a: ", "Long", "}")]
    public void Nested_types_work_to_the_limit_and_are_refused_beyond(string open, string core, string close)
    {
        OnSmallStack(() =>
        {
            Assert.Empty(Valid.Problems($"type T = {Repeat(open, 199)}{core}{Repeat(close, 199)};"));
            Assert.Contains(
                "nested too deeply", Valid.Problems($"type T = {Repeat(open, 200)}{core}{Repeat(close, 200)};"), StringComparison.Ordinal);
            Assert.Contains("nested too deeply", Valid.Problems($"type T = {Repeat(open, 100_000)}{core}"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Types_that_grow_through_names_are_refused()
    {
        OnSmallStack(() =>
        {
            var doubling =
                string.Concat(Enumerable.Range(0, 64).Select(i => $"type T{i} = {{ a: T{i + 1}, b: T{i + 1} }};")) + "type T64 = Long;";
            var deep = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"type T{i} = Set<T{i + 1}>;")) + "type T10000 = Long;";
            var chain = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"type T{i} = T{i + 1};")) + "type T10000 = Long;";
            var circle = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"type T{i} = Set<T{(i + 1) % 10_000}>;"));

            Assert.Contains("the type is too large", Valid.Problems(doubling), StringComparison.Ordinal);
            Assert.Contains("nested too deeply", Valid.Problems(deep), StringComparison.Ordinal);
            Assert.Empty(Valid.Problems(chain));
            Assert.Contains("is defined by itself", Valid.Problems(circle), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_hierarchy_of_many_steps_is_walked()
    {
        var types = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"entity T{i} in T{i + 1};")) + "entity T10000;";
        var actions = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"action a{i} in a{i + 1};"))
            + "action a10000 appliesTo { principal: T0, resource: T0 };";

        var problems = Valid.Policy(CedarSchema.Parse(types + actions), "permit(principal in T10000::\"x\", action, resource);");

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("!(", ")")]
    [InlineData("context.flag && (", ")")]
    [InlineData("if context.flag then context.flag else ", "")]
    [InlineData("[", "].contains(true)")]
    [InlineData("{a: ", "}.a")]
    public void Nested_conditions_are_validated_to_the_limit(string open, string close) =>
        OnSmallStack(() => Assert.Empty(Valid.Condition($"{Repeat(open, 199)}context.flag{Repeat(close, 199)}")));

    [Fact]
    public void Long_accesses_are_validated_to_the_limit() => OnSmallStack(() =>
    {
        var schema = CedarSchema.Parse("entity A { a?: A } tags A; action x appliesTo { principal: A, resource: A };");
        var accesses = Repeat(".a", 590);

        Assert.StartsWith(
            "`principal.a",
            Valid.Policy(schema, $"permit(principal, action, resource) when {{ principal{accesses} == resource }};"),
            StringComparison.Ordinal);
        Assert.Empty(Valid.Policy(
            schema,
            $"permit(principal, action, resource) when {{ principal has {accesses[1..]} && principal{accesses} == resource }};"));
    });

    [Theory]
    [InlineData(" && ", "context.flag")]
    [InlineData(" || ", "context.flag")]
    [InlineData(" && ", "context has seal")]
    [InlineData(" || ", "context has seal")]
    [InlineData(" && ", "resource.hasTag(\"a\")")]
    public void Long_chains_are_validated_in_time(string link, string operand) =>
        OnSmallStack(() => Assert.Empty(Valid.Condition(operand + Repeat(link + operand, 50_000))));

    [Fact]
    public void Many_different_tests_are_validated_in_time()
    {
        var tests = string.Join(
            " && ", Enumerable.Range(0, 10_000).Select(i => $"resource.hasTag(\"{i}\") && resource.getTag(\"{i}\") == \"x\""));
        var choices = string.Join(
            " || ", Enumerable.Range(0, 10_000).Select(i => $"(resource.hasTag(\"{i}\") && resource.getTag(\"{i}\") == \"x\")"));

        Assert.Empty(Valid.Condition(tests));
        Assert.Empty(Valid.Condition(choices));
    }

    [Fact]
    public void Many_problems_are_counted_to_a_hundred_in_time()
    {
        var unknown = string.Join(", ", Enumerable.Range(0, 50_000).Select(i => $"Unti{i}::\"a\""));
        var types = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"entity Unit{i} {{ a: Unti{i} }};"));

        Assert.Equal(100, Valid.Condition($"[{unknown}].isEmpty()").Split('\n').Length);
        Assert.Equal(100, Valid.Problems(types).Split('\n').Length);
    }

    [Theory]
    [InlineData("\\u{")]
    [InlineData("A::")]
    [InlineData("@a")]
    [InlineData("\"")]
    [InlineData("\ud800")]
    [InlineData("?")]
    [InlineData("Set<")]
    [InlineData("entity ")]
    [InlineData("namespace a {")]
    [InlineData("action \"\ud83d\ude00\" in [")]
    [InlineData(";")]
    [InlineData("{")]
    public void A_megabyte_of_nonsense_is_refused_in_time(string piece) => OnSmallStack(() =>
    {
        var nonsense = Repeat(piece, 1_000_000 / piece.Length);

        Assert.NotEmpty(Valid.Problems(nonsense));
        Assert.NotEmpty(Valid.Problems("entity A { a: " + nonsense));
        Assert.NotEmpty(Valid.Problems("action a appliesTo { principal: " + nonsense));
    });

    [Fact]
    public void No_cutting_of_a_good_schema_throws_anything_but_problems()
    {
        const string good = "@a(\"b\") namespace N::M { entity A, B in [A, B] = { \"c\\u{41}\"?: Set<{ d: Long, }>, } tags T; "
            + "entity C enum [\"e\"]; type T = __cedar::Bool; @f action g, \"h\" in [N::M::Action::\"i\", j] "
            + "appliesTo { principal: A, resource: [A, C], context: { k: ipaddr } }; action i, j attributes {}; }";

        for (var length = 0; length < good.Length; length++)
        {
            _ = Valid.Problems(good[..length]);
            _ = Valid.Problems(good[length..]);
            _ = Valid.Problems(good.Remove(length, 1));
            _ = Valid.Problems(good.Insert(length, ")"));
            _ = Valid.Problems(good.Insert(length, "{"));
        }

        Assert.Empty(Valid.Problems(good));
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static void OnSmallStack(Action test)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(test), SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }
}
