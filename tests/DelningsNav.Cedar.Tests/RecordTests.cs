namespace DelningsNav.Cedar.Tests;

public sealed class RecordTests
{
    private static readonly RecordLayout Layout = new("age", "name", "deep");

    [Fact]
    public void A_record_of_a_layout_equals_the_same_record_made_by_names()
    {
        var made = Layout.Fill(CedarValue.Of(16), CedarValue.Of("Åsa"), null);
        var named = CedarValue.RecordOf(("name", CedarValue.Of("Åsa")), ("age", CedarValue.Of(16)));

        Assert.Equal(named, made);
        Assert.Equal(made, named);
        Assert.Equal(named.GetHashCode(), made.GetHashCode());
        Assert.Equal(named.ToString(), made.ToString());
        Assert.Equal(["age", "name"], made.Attributes.Keys);
    }

    [Fact]
    public void What_is_left_out_of_a_layout_is_not_there()
    {
        var made = Layout.Fill(null, CedarValue.Of("Åsa"), null);

        Assert.False(made.TryGet("age", out _));
        Assert.False(made.TryGet("other", out _));
        Assert.NotEqual(Layout.Fill(CedarValue.Of(16), CedarValue.Of("Åsa"), null), made);
        Assert.Equal(CedarValue.Record.Empty, Layout.Fill(null, null, null));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void Every_attribute_is_found_by_policies_whatever_record_they_saw_before(int size)
    {
        var names = Enumerable.Range(0, size).Select(i => $"a{i}").ToList();
        var policies = CedarPolicySet.Parse(string.Concat(names.Select(name =>
            $"permit(principal, action, resource) when {{ context has {name} && context.{name} == 1 }};\n")));
        var (upwards, downwards) = (new RecordLayout(names), new RecordLayout(Enumerable.Reverse(names)));

        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            var values = Enumerable.Range(0, size).Select(n => n == i ? CedarValue.Of(1) : null).ToArray();
            CedarValue.Record[] contexts =
                [upwards.Fill(values), downwards.Fill([.. values.Reverse()]), CedarValue.RecordOf((name, CedarValue.Of(1)))];
            foreach (var context in contexts)
            {
                var answer = policies.Authorize(Ask.Request with { Context = context }, Ask.Entities);

                Assert.Equal([$"policy{i}"], answer.Reasons.Select(policy => policy.Id));
                Assert.Empty(answer.Errors);
            }
        }
    }

    [Fact]
    public void Other_values_are_put_only_where_the_record_has_one()
    {
        var made = Layout.Fill(CedarValue.Of(16), CedarValue.Of("Åsa"), null);

        var changed = made.With(("age", CedarValue.Of(18)), ("deep", CedarValue.Of(true)), ("other", CedarValue.Of(true)));

        Assert.Equal(Layout.Fill(CedarValue.Of(18), CedarValue.Of("Åsa"), null), changed);
        Assert.Equal(Layout.Fill(CedarValue.Of(16), CedarValue.Of("Åsa"), null), made);
    }

    [Fact]
    public void A_name_occurs_once_in_a_layout()
    {
        Assert.Throws<ArgumentException>(() => new RecordLayout("a", "b", "a"));
        Assert.Throws<ArgumentException>(() => new RecordLayout([.. Enumerable.Range(0, 20).Select(i => $"a{i}"), "a7"]));
    }

    [Fact]
    public void A_layout_takes_as_many_values_as_it_has_names() =>
        Assert.Throws<ArgumentException>(() => Layout.Fill(CedarValue.Of(16)));
}
