using System.Net.Sockets;
using System.Text;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Tests.Api;

namespace DelningsNav.Web.Tests.Limits;

/// <summary>
/// Forms and bodies of strangers are refused before they are read. A stranger announces a large body and sends a single byte of it: a hub
/// that reads the body first gives no answer.
/// </summary>
public sealed class UnreadBodyTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const int Large = 28 * 1024 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/logga-in")]
    [InlineData("/min-sida")]
    [InlineData("/no-such-page")]
    public async Task A_form_without_the_cookie_that_every_form_gets_is_refused_unread(string path)
    {
        await using var app = await TestApp.StartAsync();

        Assert.StartsWith("HTTP/1.1 400 ", await BeginAsync(app, path, Large), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_of_a_visitor_who_has_not_signed_in_is_read_to_a_small_limit_only()
    {
        await using var app = await TestApp.StartAsync();
        var cookie = "Cookie: delningsnav-skydd=forged\r\n";

        var signOut = await BeginAsync(app, "/logga-ut", Large, cookie);
        var needsSession = await BeginAsync(app, "/min-sida", Large, cookie);

        Assert.StartsWith("HTTP/1.1 4", signOut, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 302 ", needsSession, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsigned_body_is_refused_unread()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await BeginAsync(app, "/api/v1/records", Large, type: "application/json");

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/information-requests", CallCheck.UsualBody)]
    [InlineData("/api/v1/records", CallCheck.LargestBody)]
    public async Task A_signed_body_is_read_only_as_far_as_the_endpoint_takes_it(string path, int largest)
    {
        await using var app = await TestApp.StartAsync();

        using var within = await app.SendAsync(HttpMethod.Post, path, new string(' ', largest), idempotencyKey: Guid.NewGuid().ToString());
        using var beyond = await app.SendAsync(
            HttpMethod.Post, path, new string(' ', largest + 1), idempotencyKey: Guid.NewGuid().ToString());

        Assert.Equal("invalid-request", await ProblemOf.SlugAsync(within));
        Assert.Equal("request-too-large", await ProblemOf.SlugAsync(beyond));
    }

    /// <summary>Sends the head and one byte of a body, and returns the first line of the answer.</summary>
    private static async Task<string> BeginAsync(TestApp app, string path, int length, string more = "", string type = Form)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(app.Address.Host, app.Address.Port, Ct);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: {app.Address.Authority}\r\nContent-Type: {type}\r\n"
                + $"Content-Length: {length}\r\n{more}\r\na"),
            Ct);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync(Ct) ?? "";
    }
}
