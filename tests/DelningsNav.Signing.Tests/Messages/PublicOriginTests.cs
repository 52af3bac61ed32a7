namespace DelningsNav.Signing.Tests.Messages;

public sealed class PublicOriginTests
{
    [Theory]
    [InlineData("https://hub.example")]
    [InlineData("http://localhost:5080")]
    [InlineData("https://[::1]:8443")]
    public void An_origin_is_a_scheme_a_host_and_at_most_a_port(string text)
    {
        Assert.True(PublicOrigin.TryParse(text, out var origin));
        Assert.Equal(text, origin.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hub.example")]
    [InlineData("https://hub.example/")]
    [InlineData("https://hub.example/base")]
    [InlineData("https://Hub.example")]
    [InlineData("https://hub.example:443")]
    [InlineData("https://user@hub.example")]
    [InlineData("ftp://hub.example")]
    public void Anything_else_is_no_origin(string? text)
    {
        Assert.False(PublicOrigin.TryParse(text, out _));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/records")]
    [InlineData("/api/v1/events?after=2026-01-01T00%3a00%3A00Z&x=%7E//..")]
    [InlineData("/a/sm%C3%B6r/b.c/...;v=1")]
    public void A_target_that_has_one_reading_is_joined_to_the_origin_unchanged(string target)
    {
        Assert.True(Origin().TryTarget(target, out var uri, out _));
        Assert.Equal("https://hub.example" + target, uri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("https://evil.example/a")]
    [InlineData("//evil.example/a")]
    [InlineData("/a//b")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/a/..")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("/a/%2E%2E/b")]
    [InlineData("/a/.%2E/b")]
    [InlineData("/%7Euser")]
    [InlineData("/%61")]
    [InlineData("/a%2Fb")]
    [InlineData("/a%5Cb")]
    [InlineData("/a%00b")]
    [InlineData("/a\\b")]
    [InlineData("/sm%c3%b6r")]
    [InlineData("/a%")]
    [InlineData("/a%4")]
    [InlineData("/a?b=%zz")]
    [InlineData("/a#b")]
    [InlineData("/a b")]
    [InlineData("/å")]
    [InlineData("/a\n")]
    public void A_target_that_a_server_could_take_for_another_is_refused_with_the_reason(string target)
    {
        Assert.False(Origin().TryTarget(target, out _, out var why));
        Assert.NotEmpty(why);
    }

    private static PublicOrigin Origin() =>
        PublicOrigin.TryParse("https://hub.example", out var origin) ? origin : throw new FormatException();
}
