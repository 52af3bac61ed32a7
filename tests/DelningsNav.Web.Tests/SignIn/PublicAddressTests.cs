using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Web.Tests.SignIn;

/// <summary>
/// A hub with a public address answers at that address, over TLS, and nowhere else; only a named proxy is trusted (ADR 0034).
/// </summary>
public sealed class PublicAddressTests
{
    private const string Host = "hub.example.se";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Behind_a_named_proxy_every_cookie_is_secure_and_bound_to_the_host_and_HSTS_is_sent()
    {
        await using var app = await StartAsync("127.0.0.1/32");

        using var page = await SendAsync(app, "/logga-in", Host, "https", await SignInAsync(app));
        using var language = await SendAsync(app, "/sprak/en", Host, "https");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("max-age=31536000; includeSubDomains", page.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.All(
            page.Headers.GetValues("Set-Cookie").Concat(language.Headers.GetValues("Set-Cookie")),
            cookie => Assert.Matches("^__Host-delningsnav-(skydd|sprak)=[^;]+;.*path=/; secure;", cookie));
        Assert.False(page.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_session_opens_by_the_cookie_that_is_bound_to_the_host_and_by_no_other()
    {
        await using var app = await StartAsync("127.0.0.1/32");
        var cookie = await SignInAsync(app);

        using var own = await SendAsync(app, "/min-sida", Host, "https", cookie);
        using var other = await SendAsync(app, "/min-sida", Host, "https", cookie.Replace("__Host-", "", StringComparison.Ordinal));

        Assert.StartsWith("__Host-delningsnav-session=", cookie, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (own.StatusCode, other.StatusCode));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("hub.example.se:8443")]
    [InlineData("hub.example.se.evil.example")]
    [InlineData("127.0.0.1")]
    public async Task Another_host_is_refused_and_no_redirect_leads_there(string host)
    {
        await using var app = await StartAsync("127.0.0.1/32");

        using var page = await SendAsync(app, "/min-sida", host, "https");
        using var call = await SendAsync(app, "/api/v1/record-types", host, "https");
        using var sheet = await SendAsync(app, "/delningsnav.css", host, "https");

        Assert.All([page, call, sheet], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.All([page, call, sheet], answer => Assert.Null(answer.Headers.Location));
        Assert.All([page, call, sheet], answer => Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.All(
            [page, call, sheet],
            answer => Assert.EndsWith(
                "frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal));
        Assert.EndsWith("Use https://hub.example.se.", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Host)]
    [InlineData("HUB.example.se")]
    [InlineData("hub.example.se:443")]
    public async Task A_redirect_leads_to_the_public_address(string host)
    {
        await using var app = await StartAsync("127.0.0.1/32");

        using var answer = await SendAsync(app, "/min-sida", host, "https");

        Assert.Equal("/logga-in?till=%2Fmin-sida", answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.20.0.0/16")]
    public async Task A_proxy_that_is_not_named_is_not_trusted_and_the_technical_log_says_what_to_do(string? proxies)
    {
        await using var app = await StartAsync(proxies);

        using var first = await SendAsync(app, "/logga-in", Host, "https");
        using var second = await SendAsync(app, "/logga-in", Host, "https");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (first.StatusCode, second.StatusCode));
        Assert.False(first.Headers.Contains("Set-Cookie"));
        Assert.Single(app.Log.All, line => line.Contains("Hub:Proxies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_without_TLS_gets_no_page()
    {
        await using var app = await StartAsync("127.0.0.1/32");

        using var answer = await SendAsync(app, "/min-sida", Host, "http", await SignInAsync(app));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_health_of_a_node_is_answered_at_its_own_address()
    {
        await using var app = await StartAsync(null);

        using var answer = await SendAsync(app, "/healthz/ready", "10.1.2.3:8080", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_hub_on_this_machine_only_is_reached_by_no_name_of_another()
    {
        await using var app = await TestApp.StartAsync();

        using var answer = await SendAsync(app, "/", "rebound.example", null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static Task<TestApp> StartAsync(string? proxies) => TestApp.StartAsync(change: setup => setup with
    {
        PublicOrigin = $"https://{Host}",
        IsOnThisMachineOnly = false,
        Proxies = proxies is null ? [] : [System.Net.IPNetwork.Parse(proxies)],
    });

    private static Task<string> SignInAsync(TestApp app) =>
        app.SignInAsync(new Claim(SignInSetup.PersonClaim, app.Mother.ToString()), new Claim("area", "minsida"), new Claim("name", "Vera"));

    private static Task<HttpResponseMessage> SendAsync(TestApp app, string path, string host, string? proto, string? cookie = null)
    {
        var request = app.Call(HttpMethod.Get, path);
        request.Headers.Host = host;
        AddTo(request.Headers, "X-Forwarded-Proto", proto);
        AddTo(request.Headers, "X-Forwarded-For", proto is null ? null : "203.0.113.7");
        AddTo(request.Headers, "X-Forwarded-Host", "evil.example");
        AddTo(request.Headers, "Cookie", cookie);
        return TestApp.SendAsIsAsync(request);
    }

    private static void AddTo(HttpRequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(name, value);
        }
    }
}
