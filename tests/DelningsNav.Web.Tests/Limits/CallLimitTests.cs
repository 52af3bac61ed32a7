using System.Net;
using DelningsNav.Web.Limits;
using DelningsNav.Web.Tests.Api;
using Microsoft.Extensions.Configuration;

namespace DelningsNav.Web.Tests.Limits;

/// <summary>A caller that makes too many requests in a minute is refused, and others are not.</summary>
public sealed class CallLimitTests
{
    private const string Types = "/api/v1/record-types";

    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_system_is_refused_beyond_its_limit_for_an_operation_until_the_minute_ends()
    {
        await using var app = await TestApp.StartAsync(limits: CallLimits.None with { OfClient = 2 });
        using var first = await app.SendAsync(HttpMethod.Get, Types);
        app.Clock.Advance(MinuteLimiter.Minute / 2);
        using var last = await app.SendAsync(HttpMethod.Get, Types);

        using var refused = await app.SendAsync(HttpMethod.Get, Types);
        using var ofAnotherSystem = await app.SendAsync(HttpMethod.Get, Types, key: app.SchoolKey);
        using var ofAnotherOperation = await app.SendAsync(
            HttpMethod.Get, $"/api/v1/consents/{Guid.NewGuid()}?staff={app.Familjebehandlare}");
        app.Clock.Advance((MinuteLimiter.Minute / 2) - AMoment);
        using var lastMoment = await app.SendAsync(HttpMethod.Get, Types);
        app.Clock.Advance(AMoment);
        using var next = await app.SendAsync(HttpMethod.Get, Types);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, last.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("30", Assert.Single(refused.Headers.GetValues("Retry-After")));
        Assert.Equal("\"client\";q=2;w=60", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
        Assert.Equal("\"client\";r=0;t=30", Assert.Single(refused.Headers.GetValues("RateLimit")));
        Assert.Equal("too-many-calls", await ProblemOf.SlugAsync(refused));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (ofAnotherSystem.StatusCode, ofAnotherOperation.StatusCode));
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (lastMoment.StatusCode, next.StatusCode));
        Assert.Single(app.Log.All, line => line.Contains("The limit `client` of 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_is_refused_beyond_its_limit_before_a_signature_is_checked()
    {
        await using var app = await TestApp.StartAsync(limits: CallLimits.None with { OfAddress = 1 });
        using var anonymous = await app.SendAsync(HttpMethod.Get, "/log/checkpoint");
        var entries = await app.AskDatabaseAsync("SELECT COUNT(*) FROM nonces");

        using var signed = await app.SendAsync(HttpMethod.Get, Types);
        using var healthy = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/healthz/live"));

        Assert.Equal(HttpStatusCode.OK, anonymous.StatusCode);
        Assert.Equal("too-many-calls", await ProblemOf.SlugAsync(signed));
        Assert.Equal(entries, await app.AskDatabaseAsync("SELECT COUNT(*) FROM nonces"));
        Assert.Equal(HttpStatusCode.OK, healthy.StatusCode);
    }

    [Fact]
    public async Task A_person_who_asks_for_too_many_pages_is_told_so_in_plain_words_and_others_are_not_affected()
    {
        await using var app = await TestApp.StartAsync(limits: CallLimits.None with { OfPerson = 1 });
        using var mother = SignedIn.At(app, app.Mother);
        using var father = SignedIn.At(app, app.Father);
        using var first = await mother.GetAsync("/min-sida");

        using var refused = await mother.GetAsync("/min-sida");
        using var others = await father.GetAsync("/min-sida");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, others.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.Contains("Retry-After"));
        Assert.Contains("<h1>", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_ins_have_a_limit_of_their_own_for_each_address()
    {
        await using var app = await TestApp.StartAsync(limits: CallLimits.None with { SignInsOfAddress = 1 });
        using var first = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Post, "/logga-in"));

        using var refused = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Post, "/logga-in"));
        using var page = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, "/logga-in"));

        Assert.NotEqual(HttpStatusCode.TooManyRequests, first.StatusCode);
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (refused.StatusCode, page.StatusCode));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public void A_limit_that_is_not_a_number_of_requests_is_named(string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Hub:Limits:Client"] = value }).Build();

        Assert.False(CallLimits.TryRead(configuration, out _, out var fault));
        Assert.Contains("Hub:Limits:Client", fault, StringComparison.Ordinal);
    }
}
