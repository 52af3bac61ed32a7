namespace DelningsNav.Cedar.Tests;

public sealed class WarningTests
{
    [Theory]
    [InlineData(
        "context.text == \"say_\u04bbello\"",
        "the text `\"say_\u04bbello\"` mixes scripts, so that it can be mistaken for another")]
    [InlineData("context.text like \"*\u0430dmin*\"", "the text `\"*\u0430dmin*\"` mixes scripts, so that it can be mistaken for another")]
    [InlineData(
        "context.text == \"user\u202E \u2066// only admins\"",
        "`\"user\\u{202e} \\u{2066}// only admins\"` has the character U+202E, which changes the direction of writing, so "
            + "that it is not shown as it is read")]
    [InlineData("principal.unit == Unit::\"\u0430b\"", "the name `\"\u0430b\"` mixes scripts, so that it can be mistaken for another")]
    [InlineData(
        "principal.unit == Unit::\"a\u200Bb\"",
        "the name `\"a\u200Bb\"` has the character U+200B, which Unicode advises against in names")]
    [InlineData(
        "principal.unit == Unit::\"\ud83d\ude00\"",
        "the name `\"\ud83d\ude00\"` has the character U+1F600, which Unicode advises against in names")]
    [InlineData(
        "context has \"a\u2067b\" || true",
        "`\"a\\u{2067}b\"` has the character U+2067, which changes the direction of writing, so that it is not shown as it is read")]
    [InlineData("{ \"\u0441ost\": 1 } has cost || true", "the name `\"\u0441ost\"` mixes scripts, so that it can be mistaken for another")]
    public void A_text_that_can_be_mistaken_for_another_is_a_warning(string condition, string warning) =>
        Assert.Equal($"warning: {warning}", Valid.Condition(condition));

    [Theory]
    [InlineData("context.text == \"smörgåsbord\" || context.text like \"*åäö*\"")]
    [InlineData("context.text == \"пример\" || context.text == \"日本語とカナ\" || context.text == \"한글漢字\"")]
    [InlineData("context.text == \"tab\\tand\\nline\" || context.text == \"😀 is fine in a text\"")]
    [InlineData("principal.unit == Unit::\"två ord, § 1\" || true")]
    public void A_text_in_one_script_is_no_warning(string condition) =>
        Assert.DoesNotContain("mixes", Valid.Condition(condition), StringComparison.Ordinal);

    [Fact]
    public void The_scope_is_read_too()
    {
        Assert.Equal(
            "warning: the name `\"\u0430b\"` mixes scripts, so that it can be mistaken for another",
            Valid.Policy("permit(principal in Unit::\"\u0430b\", action == Action::\"view\", resource);"));
    }

    [Fact]
    public void Annotations_may_mix_scripts() =>
        Assert.Empty(Valid.Policy("@note(\"a\u0430\u202E\") permit(principal is User, action == Action::\"view\", resource);"));

    [Fact]
    public void A_policy_with_an_error_is_warned_of_too() => Assert.Equal(
        """
        expected Bool, but `"aа"` is String
        warning: the text `"aа"` mixes scripts, so that it can be mistaken for another
        """,
        Valid.Condition("\"a\u0430\""));

    [Fact]
    public void A_megabyte_of_other_scripts_is_looked_through_in_time_and_quoted_in_short()
    {
        var text = string.Concat(Enumerable.Repeat("Ж漢😀", 250_000));

        var warning = Valid.Condition($"context.text == \"{text}\"");

        Assert.InRange(warning.Length, 50, 300);
    }

    [Fact]
    public void Of_many_warnings_a_hundred_are_reported()
    {
        var texts = string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"\"a\u0430{i}\""));

        Assert.Equal(100, Valid.Condition($"[{texts}].isEmpty()").Split('\n').Length);
    }
}
