using System.Text;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing.Tests.Messages;

/// <summary>The components and their parameters, by the examples in RFC 9421 section 2.</summary>
public sealed class SignedTextTests
{
    [Theory]
    [InlineData("\"@method\"", "POST")]
    [InlineData("\"@target-uri\"", "https://www.Example.com:443/path/a?param=value&param=another&b=with+plus")]
    [InlineData("\"@authority\"", "www.example.com")]
    [InlineData("\"@scheme\"", "https")]
    [InlineData("\"@request-target\"", "/path/a?param=value&param=another&b=with+plus")]
    [InlineData("\"@path\"", "/path/a")]
    [InlineData("\"@query\"", "?param=value&param=another&b=with+plus")]
    [InlineData("\"@query-param\";name=\"b\"", "with%20plus")]
    [InlineData("\"x-empty\"", "")]
    [InlineData("\"x-lines\"", "one, two")]
    [InlineData("\"x-lines\";bs", ":b25l:, :dHdv:")]
    [InlineData("\"x-folded\"", "first second")]
    [InlineData("\"x-dictionary\";key=\"a\"", "1;x=2")]
    [InlineData("\"x-dictionary\";key=\"b\"", "?1")]
    [InlineData("\"content-digest\";sf", "sha-256=:AA==:, sha-512=:AQ==:")]
    public void A_component_has_the_value_that_the_standard_gives_it(string component, string expected)
    {
        var text = Build(component);

        Assert.Equal($"{component}: {expected}\n\"@signature-params\": ({component})", text);
    }

    [Theory]
    [InlineData("\"x-absent\"")]
    [InlineData("\"@status\"")]
    [InlineData("\"@unknown\"")]
    [InlineData("\"Content-Type\"")]
    [InlineData("content-type")]
    [InlineData("\"content-type\";sf")]
    [InlineData("\"x-lines\";bs;sf")]
    [InlineData("\"x-lines\";tr")]
    [InlineData("\"x-lines\";req=?0")]
    [InlineData("\"x-lines\";req")]
    [InlineData("\"@method\";sf")]
    [InlineData("\"@query-param\"")]
    [InlineData("\"@query-param\";name=\"param\"")]
    [InlineData("\"@query-param\";name=\"absent\"")]
    [InlineData("\"x-dictionary\";key=\"c\"")]
    [InlineData("\"@method\" \"@method\"")]
    [InlineData("\"x-dictionary\";key=\"a\" \"x-dictionary\";key=\"a\"")]
    [InlineData("\"x-latin\"")]
    [InlineData("\"x-break\"")]
    public void A_component_that_cannot_be_resolved_without_doubt_is_refused(string components)
    {
        var built = TryBuild(components, out _);

        Assert.False(built);
    }

    private static string Build(string components) => TryBuild(components, out var text) ? text : "refused";

    private static bool TryBuild(string components, out string text)
    {
        var message = HttpMessage.ForRequest(
            "POST", "https://www.Example.com:443/path/a?param=value&param=another&b=with+plus", hasBody: true);
        message.Fields.Add("Content-Type", "text/plain");
        message.Fields.Add("X-Empty", "  ");
        message.Fields.Add("X-Lines", " one ");
        message.Fields.Add("x-lines", "two");
        message.Fields.Add("X-Folded", "first\r\n   second");
        message.Fields.Add("X-Dictionary", "a=1;x=2,   b");
        message.Fields.Add("Content-Digest", "sha-256=:AA==:,  sha-512=:AQ==:");
        message.Fields.Add("X-Latin", "å");
        message.Fields.Add("X-Break", "a\n\"@method\": GET");
        Assert.True(FieldDictionary.TryParse($"sig=({components})", out var inputs));
        Assert.True(inputs.TryGet("sig", out var covered));
        var built = SignedText.TryBuild(message, (InnerList)covered, out var bytes, out _);
        text = bytes is null ? string.Empty : Encoding.ASCII.GetString(bytes);
        return built;
    }
}
