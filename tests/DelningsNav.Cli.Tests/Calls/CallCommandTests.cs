using System.Net;
using System.Text;
using DelningsNav.Signing;

namespace DelningsNav.Cli.Tests.Calls;

public sealed class CallCommandTests
{
    private const string Url = "https://hub.example/api/v1/consent-requests";

    [Fact]
    public async Task A_call_is_signed_with_everything_that_was_asked_for()
    {
        using var shell = new CommandLine { Hub = _ => Json("{}") };
        var key = shell.WriteKey(out var publicKey);

        var code = await shell.RunAsync(
            "call", "post", Url, "--key", key, "--data", """{"a":"å"}""", "--idempotency-key", "5b1f", "-H", "X-Request-ID: 7", "--header",
            "Accept:application/json");

        var (message, body) = Assert.Single(shell.Received);
        Assert.Equal(0, code);
        Assert.Equal("""{"a":"å"}""", Encoding.UTF8.GetString(body));
        Assert.Equal("POST", message.Method);
        Assert.Equal("application/json", message.Fields.Combined("content-type"));
        Assert.Equal("7", message.Fields.Combined("x-request-id"));
        Assert.Contains("\"idempotency-key\"", message.Fields.Combined("signature-input")!, StringComparison.Ordinal);
        Assert.IsType<RequestVerdict.Valid>(RequestSignature.Verify(message, body, _ => publicKey, CommandLine.Noon));
    }

    [Fact]
    public async Task The_body_may_come_from_a_file_or_from_a_pipe()
    {
        using var shell = new CommandLine { Hub = _ => Json("{}"), Piped = "piped" };
        var key = shell.WriteKey(out _);
        await File.WriteAllTextAsync(shell.PathOf("body.txt"), "filed", TestContext.Current.CancellationToken);

        await shell.RunAsync("call", "POST", Url, "--key", key, "--data", "@" + shell.PathOf("body.txt"), "--content-type", "text/plain");
        await shell.RunAsync("call", "POST", Url, "--key", key, "--data", "@-");

        Assert.Equal(["filed", "piped"], shell.Received.Select(received => Encoding.UTF8.GetString(received.Body)));
        Assert.Equal("text/plain", shell.Received[0].Message.Fields.Combined("content-type"));
    }

    [Fact]
    public async Task Json_is_laid_out_for_a_person_and_left_alone_for_a_program()
    {
        using var person = new CommandLine { Hub = _ => Json("""{"name":"Åsa"}"""), IsTerminal = true };
        using var program = new CommandLine { Hub = _ => Json("""{"name":"Åsa"}""") };

        await person.RunAsync("call", "GET", Url, "--key", person.WriteKey(out _));
        await program.RunAsync("call", "GET", Url, "--key", program.WriteKey(out _));

        Assert.Equal("{\n  \"name\": \"Åsa\"\n}\n", person.Output.ReplaceLineEndings("\n"));
        Assert.Equal("""{"name":"Åsa"}""", program.Output);
    }

    [Fact]
    public async Task A_document_goes_to_a_file_byte_for_byte_and_never_to_a_terminal()
    {
        byte[] pdf = [0x25, 0x50, 0x44, 0x46, 0x00, 0xff];
        using var file = new CommandLine { Hub = _ => Answer(HttpStatusCode.OK, pdf, "application/pdf") };
        using var terminal = new CommandLine { Hub = _ => Answer(HttpStatusCode.OK, pdf, "application/pdf"), IsTerminal = true };

        await file.RunAsync("call", "GET", Url, "--key", file.WriteKey(out _));
        await terminal.RunAsync("call", "GET", Url, "--key", terminal.WriteKey(out _));

        Assert.Equal(pdf, file.OutputBytes);
        Assert.Empty(terminal.OutputBytes);
        Assert.Contains("6 bytes of application/pdf", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_is_explained_on_the_error_output_and_fails()
    {
        const string Problem = """
            {"type":"urn:delningsnav:problem:validation","title":"Bad request","detail":"two fields are wrong","status":400,
             "errors":{"/purpose":["is missing"],"/to":["lies before `from`","is not a date"]},"logIndex":17}
            """;
        using var shell = new CommandLine
        {
            Hub = _ => Answer(HttpStatusCode.BadRequest, Encoding.UTF8.GetBytes(Problem), "application/problem+json"),
        };

        var code = await shell.RunAsync("call", "GET", Url, "--key", shell.WriteKey(out _));

        Assert.Equal(1, code);
        Assert.Empty(shell.Output);
        Assert.Equal(
            """
            400 validation: Bad request
            two fields are wrong
              /purpose: is missing
              /to: lies before `from`
              /to: is not a date
              logIndex: 17

            """.ReplaceLineEndings("\n"),
            shell.Error.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("application/problem+json", "{ cut off")]
    [InlineData("application/problem+json", "[]")]
    [InlineData("text/html", "<h1>Bad gateway</h1>")]
    public async Task A_failure_without_a_readable_problem_still_shows_its_status(string type, string body)
    {
        using var shell = new CommandLine { Hub = _ => Answer(HttpStatusCode.BadGateway, Encoding.UTF8.GetBytes(body), type) };

        var code = await shell.RunAsync("call", "GET", Url, "--key", shell.WriteKey(out _));

        Assert.Equal(1, code);
        Assert.StartsWith("502 about:blank: Bad Gateway", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_a_signature_for_another_address()
    {
        using var shell = new CommandLine
        {
            Hub = _ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://other.example/") } },
        };

        var code = await shell.RunAsync("call", "GET", Url, "--key", shell.WriteKey(out _));

        Assert.Equal(1, code);
        Assert.Single(shell.Received);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_is_explained_in_one_sentence()
    {
        using var shell = new CommandLine();

        var code = await shell.RunAsync("call", "GET", "http://127.0.0.1:1/api/v1/record-types", "--key", shell.WriteKey(out _));

        Assert.Equal(1, code);
        Assert.Equal("nothing answers at `127.0.0.1:1`; check the address and that the hub is running", shell.Error.Trim());
    }

    [Theory]
    [InlineData("call")]
    [InlineData("call GET https://hub.example/")]
    [InlineData("call GET https://hub.example/ --key absent.pem")]
    [InlineData("call GET /api/v1/records --key {key}")]
    [InlineData("call GET ftp://hub.example/ --key {key}")]
    [InlineData("call GET https://user@hub.example/ --key {key}")]
    [InlineData("call GE/T https://hub.example/ --key {key}")]
    [InlineData("call POST https://hub.example/ --key {key} --data @absent.json")]
    [InlineData("call POST https://hub.example/ --key {key} --data x --content-type nonsense")]
    [InlineData("call GET https://hub.example/ --key {key} -H nonsense")]
    [InlineData("call GET https://hub.example/ --key {key} -H Signature:x")]
    [InlineData("call GET https://hub.example/ --key {broken}")]
    [InlineData("call GET https://hub.example/ --key {key} --unknown")]
    public async Task A_command_line_that_cannot_be_sent_is_a_usage_error_and_nothing_is_sent(string line)
    {
        using var shell = new CommandLine { Hub = _ => Json("{}") };
        var key = shell.WriteKey(out var publicKey);
        await File.WriteAllTextAsync(shell.PathOf("broken.pem"), publicKey.ToPem(), TestContext.Current.CancellationToken);

        var code = await shell.RunAsync(line
            .Replace("{key}", key, StringComparison.Ordinal)
            .Replace("{broken}", shell.PathOf("broken.pem"), StringComparison.Ordinal)
            .Split(' '));

        Assert.Equal(2, code);
        Assert.NotEmpty(shell.Error);
        Assert.Empty(shell.Received);
    }

    private static HttpResponseMessage Json(string json) => Answer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(json), "application/json");

    private static HttpResponseMessage Answer(HttpStatusCode status, byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(type);
        return new HttpResponseMessage(status) { Content = content };
    }
}
