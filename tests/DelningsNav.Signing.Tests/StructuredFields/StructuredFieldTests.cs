using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing.Tests.StructuredFields;

/// <summary>Structured fields by the text of RFC 9651. The suite of the working group, outside the repository, has many more.</summary>
public sealed class StructuredFieldTests
{
    [Theory]
    [InlineData("42", "42")]
    [InlineData("-0", "0")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("1.50", "1.5")]
    [InlineData("-12.0", "-12.0")]
    [InlineData(" \"a \\\"quoted\\\" \\\\ text\" ", "\"a \\\"quoted\\\" \\\\ text\"")]
    [InlineData("*foo/bar:baz", "*foo/bar:baz")]
    [InlineData(":aGVsbG8=:", ":aGVsbG8=:")]
    [InlineData("?1", "?1")]
    [InlineData("@1659578233", "@1659578233")]
    [InlineData("%\"f%c3%bc\"", "%\"f%c3%bc\"")]
    [InlineData("a;b;c=1; d=?0", "a;b;c=1;d=?0")]
    [InlineData("a;b=1;b=2", "a;b=2")]
    public void An_item_is_read_and_written_in_its_one_form(string text, string written)
    {
        var read = Item.TryParse(text, out var item);

        Assert.True(read);
        Assert.Equal(written, item!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1000000000000000")]
    [InlineData("1.2345")]
    [InlineData("1.")]
    [InlineData("--1")]
    [InlineData("\"open")]
    [InlineData("\"\\n\"")]
    [InlineData("\"\u00e5\"")]
    [InlineData("?2")]
    [InlineData(":a b:")]
    [InlineData(":aGVsbG8=")]
    [InlineData("@1.5")]
    [InlineData("%\"%C3%BC\"")]
    [InlineData("%\"%ff\"")]
    [InlineData("a b")]
    [InlineData("a, b")]
    [InlineData("a;B=1")]
    [InlineData("a;=1")]
    [InlineData("a;b=")]
    public void What_is_no_item_is_refused(string text) => Assert.False(Item.TryParse(text, out _));

    [Theory]
    [InlineData("", "")]
    [InlineData("a,b;q=1 ,\t c", "a, b;q=1, c")]
    [InlineData("(a  b;x)  , ();y", "(a b;x), ();y")]
    public void A_list_is_read_and_written_in_its_one_form(string text, string written)
    {
        Assert.True(FieldList.TryParse(text, out var list));

        Assert.Equal(written, list.ToString());
    }

    [Theory]
    [InlineData("a,")]
    [InlineData(",a")]
    [InlineData("a,,b")]
    [InlineData("(a")]
    [InlineData("(a,b)")]
    [InlineData("((a))")]
    public void What_is_no_list_is_refused(string text) => Assert.False(FieldList.TryParse(text, out _));

    [Theory]
    [InlineData("", "")]
    [InlineData("a=1,b;x, c=?1;y=2,d=(1 2)", "a=1, b;x, c;y=2, d=(1 2)")]
    [InlineData("a=1, b=2, a=3", "a=3, b=2")]
    public void A_dictionary_is_read_and_written_in_its_one_form(string text, string written)
    {
        Assert.True(FieldDictionary.TryParse(text, out var dictionary));

        Assert.Equal(written, dictionary.ToString());
    }

    [Theory]
    [InlineData("a=1,")]
    [InlineData("a=")]
    [InlineData("A=1")]
    [InlineData("=1")]
    [InlineData("a=1 b=2")]
    [InlineData("a = 1")]
    public void What_is_no_dictionary_is_refused(string text) => Assert.False(FieldDictionary.TryParse(text, out _));

    [Fact]
    public void A_key_that_comes_twice_is_noticed()
    {
        Assert.True(FieldDictionary.TryParse("a=1, b=2, a=3", out var twice));
        Assert.True(FieldDictionary.TryParse("a=1, b=2", out var once));

        Assert.True(twice.HasRepeatedKeys);
        Assert.False(once.HasRepeatedKeys);
    }

    [Fact]
    public void What_the_format_cannot_say_is_not_written()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BareItem.Integer(1_000_000_000_000_000));
        Assert.ThrowsAny<ArgumentException>(() => new BareItem.Decimal(1_000_000_000_000m));
        Assert.ThrowsAny<ArgumentException>(() => new BareItem.String("å"));
        Assert.ThrowsAny<ArgumentException>(() => new BareItem.Token("1a"));
        Assert.ThrowsAny<ArgumentException>(() => FieldParameters.Of(KeyValuePair.Create<string, BareItem>("A", new BareItem.Integer(1))));
    }
}
