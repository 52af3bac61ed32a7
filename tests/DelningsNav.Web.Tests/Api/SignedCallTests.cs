using System.Net;
using System.Net.Sockets;
using System.Text;
using DelningsNav.Hub.Parties;
using DelningsNav.Signing;

namespace DelningsNav.Web.Tests.Api;

public sealed class SignedCallTests
{
    private const string Path = "/api/v1/record-types";

    [Fact]
    public async Task A_call_signed_by_a_registered_key_is_answered()
    {
        await using var app = await TestApp.StartAsync();

        using var answer = await app.SendAsync(HttpMethod.Get, Path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_call_without_a_signature_is_refused_and_the_answer_says_what_to_sign()
    {
        await using var app = await TestApp.StartAsync();

        using var answer = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, Path));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("@target-uri", answer.Headers.GetValues("Accept-Signature").Single(), StringComparison.Ordinal);
        Assert.Equal("signature-missing", await ProblemOf.SlugAsync(answer));
    }

    [Fact]
    public async Task A_signature_moved_to_another_target_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var signing = new SigningHandler(app.SocialKey, app.Clock)
        {
            InnerHandler = new Tampering(request => request.RequestUri = new Uri(app.Address, "/api/v1/record-types?page=2")),
        };

        var slug = await ProblemOf.SlugAsync(await TestApp.SendAsync(app.Call(HttpMethod.Get, Path), signing));

        Assert.Equal("signature-invalid", slug);
    }

    [Fact]
    public async Task A_signature_by_a_key_of_the_attackers_under_anothers_key_id_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var theirs = SigningKey.Create();
        using var signing = new SigningHandler(theirs, app.Clock)
        {
            InnerHandler = new Tampering(request =>
            {
                var input = request.Headers.GetValues("signature-input").Single();
                request.Headers.Remove("signature-input");
                request.Headers.TryAddWithoutValidation(
                    "signature-input", input.Replace(theirs.KeyId, app.SocialKey.KeyId, StringComparison.Ordinal));
            }),
        };

        var slug = await ProblemOf.SlugAsync(await TestApp.SendAsync(app.Call(HttpMethod.Get, Path), signing));

        Assert.Equal("signature-invalid", slug);
    }

    [Theory]
    [InlineData(65, true)]
    [InlineData(66, false)]
    [InlineData(-5, true)]
    [InlineData(-6, false)]
    public async Task A_signature_is_accepted_within_its_window_and_skew_and_not_a_second_longer(int secondsOld, bool accepted)
    {
        await using var app = await TestApp.StartAsync();
        var theirs = new TestClock();
        theirs.Advance(TimeSpan.FromSeconds(-secondsOld));

        using var answer = await TestApp.SendAsync(app.Call(HttpMethod.Get, Path), new SigningHandler(app.SocialKey, theirs));

        Assert.Equal(accepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        if (!accepted)
        {
            Assert.Equal("signature-expired", await ProblemOf.SlugAsync(answer));
        }
    }

    [Fact]
    public async Task A_replayed_call_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        HttpRequestMessage? sent = null;
        using var signing = new SigningHandler(app.SocialKey, app.Clock) { InnerHandler = new Tampering(request => sent = request) };
        using var first = await TestApp.SendAsync(app.Call(HttpMethod.Get, Path), signing);
        using var copy = app.Call(HttpMethod.Get, Path);
        foreach (var header in sent!.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        var again = await TestApp.SendAsIsAsync(copy);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("signature-replayed", await ProblemOf.SlugAsync(again));
    }

    [Fact]
    public async Task Of_many_copies_that_arrive_at_once_only_one_is_accepted()
    {
        await using var app = await TestApp.StartAsync();
        const string nonce = "AAAAAAAAAAAAAAAAAAAAAAAA";

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            TestApp.SendAsync(app.Call(HttpMethod.Get, Path), new SigningHandler(app.SocialKey, app.Clock, () => nonce))));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nonces_are_forgotten_once_no_signature_with_them_could_be_accepted()
    {
        await using var app = await TestApp.StartAsync();
        using var first = await app.SendAsync(HttpMethod.Get, Path);
        app.Clock.Advance(TimeSpan.FromSeconds(71));

        using var second = await app.SendAsync(HttpMethod.Get, Path);

        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM nonces"));
    }

    [Fact]
    public async Task A_key_that_nobody_registered_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var stranger = SigningKey.Create();

        Assert.Equal("key-unknown", await ProblemOf.SlugAsync(await app.SendAsync(HttpMethod.Get, Path, key: stranger)));
    }

    [Fact]
    public async Task A_revoked_key_is_refused_from_the_next_call_on()
    {
        await using var app = await TestApp.StartAsync();
        using var before = await app.SendAsync(HttpMethod.Get, Path);

        await app.Get<MaintainParties>().RevokeKeyAsync(app.SocialSystem, app.SocialKey.KeyId, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal("key-revoked", await ProblemOf.SlugAsync(await app.SendAsync(HttpMethod.Get, Path)));
    }

    [Fact]
    public async Task A_body_that_was_changed_in_transit_is_refused_and_leaves_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var before = await app.LogSizeAsync();
        using var signing = new SigningHandler(app.SocialKey, app.Clock)
        {
            InnerHandler = new Tampering(request => request.Content = Json("""{"identityNumber":"189001019802","purpose":"abc"}""")),
        };

        var answer = await TestApp.SendAsync(
            app.Call(HttpMethod.Post, "/api/v1/person-lookups", """{"identityNumber":"189001019802","purpose":"sst"}"""), signing);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("digest-mismatch", await ProblemOf.SlugAsync(answer));
        Assert.Equal(before, await app.LogSizeAsync());
    }

    [Fact]
    public async Task A_system_is_refused_an_operation_for_which_it_is_not_registered()
    {
        await using var app = await TestApp.StartAsync();
        using var key = await app.AddSystemAsync(Operations.DepositRecords);

        var answer = await app.SendAsync(
            HttpMethod.Post, "/api/v1/person-lookups", """{"identityNumber":"189001019802","purpose":"sst"}""", key);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("operation-not-permitted", await ProblemOf.SlugAsync(answer));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var request = app.Call(HttpMethod.Post, "/api/v1/records", idempotencyKey: "0123456789abcdef");
        request.Content = new ByteArrayContent(new byte[(15 * 1024 * 1024) + 1]) { Headers = { ContentType = new("application/json") } };

        var answer = await TestApp.SendAsync(request, new SigningHandler(app.SocialKey, app.Clock));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("request-too-large", await ProblemOf.SlugAsync(answer));
    }

    [Fact]
    public async Task A_target_that_the_server_would_read_as_another_target_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Address.Host, app.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /api/v1/consents/../record-types HTTP/1.1\r\nHost: {app.Address.Authority}\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.Contains("signature-invalid", answer, StringComparison.Ordinal);
    }

    private static ByteArrayContent Json(string json) =>
        new(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = new("application/json") } };

    /// <summary>An attacker between client and hub who changes what was signed.</summary>
    private sealed class Tampering(Action<HttpRequestMessage> change) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            change(request);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
