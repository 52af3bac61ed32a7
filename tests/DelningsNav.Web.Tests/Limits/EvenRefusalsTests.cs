using System.Diagnostics;
using System.Net;
using DelningsNav.Web.Limits;
using Microsoft.Extensions.Configuration;

namespace DelningsNav.Web.Tests.Limits;

/// <summary>The time of a refusal does not tell whether the thing exists (ADR 0043).</summary>
public sealed class EvenRefusalsTests
{
    // A timer may end a little early, by the resolution of the system's clock.
    private static readonly TimeSpan Least = EvenRefusals.UsualStep * 0.8;

    [Theory]
    [InlineData(0, 50)]
    [InlineData(1, 49)]
    [InlineData(49, 1)]
    [InlineData(50, 50)]
    [InlineData(120, 30)]
    public void A_refusal_is_sent_at_the_next_whole_step(int elapsed, int wait) =>
        Assert.Equal(TimeSpan.FromMilliseconds(wait), EvenRefusals.Wait(TimeSpan.FromMilliseconds(elapsed), EvenRefusals.UsualStep));

    [Theory]
    [InlineData("/api/v1/consents/{0}?staff={1}")]
    [InlineData("/api/v1/information-requests/{0}?staff={1}")]
    [InlineData("/api/v1/nothing/{0}")]
    public async Task A_call_about_what_does_not_exist_is_held_back(string path)
    {
        await using var app = await TestApp.StartAsync(limits: new CallLimits());
        var started = Stopwatch.GetTimestamp();

        using var refused = await app.SendAsync(
            HttpMethod.Get, string.Format(null, path, Guid.NewGuid(), app.Familjebehandlare));

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.True(Stopwatch.GetElapsedTime(started) >= Least);
    }

    [Fact]
    public void A_hub_holds_refusals_back_unless_it_is_configured()
    {
        Assert.Equal(EvenRefusals.UsualStep, new CallLimits().RefusalStep);
        Assert.True(CallLimits.TryRead(new ConfigurationBuilder().Build(), out var limits, out _));
        Assert.Equal(EvenRefusals.UsualStep, limits.RefusalStep);
    }

    [Fact]
    public async Task A_page_about_what_does_not_exist_is_held_back()
    {
        await using var app = await TestApp.StartAsync(limits: new CallLimits());
        var started = Stopwatch.GetTimestamp();

        using var refused = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, $"/finns-inte/{Guid.NewGuid()}"));

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.True(Stopwatch.GetElapsedTime(started) >= Least);
    }
}
