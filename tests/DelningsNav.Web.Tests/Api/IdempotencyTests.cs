using System.Net;
using System.Text.Json;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Web.Tests.Api;

public sealed class IdempotencyTests
{
    private const string Path = "/api/v1/information-requests";
    private const string Key = "5f1b2c44-aaaa-4bbb-8ccc-000000000001";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_call_with_the_same_key_is_carried_out_once_and_gets_the_same_answer()
    {
        await using var app = await TestApp.StartAsync();

        using var first = await app.SendAsync(HttpMethod.Post, Path, Body(app), idempotencyKey: Key);
        using var again = await app.SendAsync(HttpMethod.Post, Path, Body(app), idempotencyKey: Key);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await again.Content.ReadAsStringAsync(Ct));
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM information_requests"));
    }

    [Fact]
    public async Task Of_many_equal_calls_at_once_one_is_carried_out()
    {
        await using var app = await TestApp.StartAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => app.SendAsync(HttpMethod.Post, Path, Body(app), idempotencyKey: Key)));

        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM information_requests"));
    }

    [Fact]
    public async Task Another_call_with_a_used_key_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var first = await app.SendAsync(HttpMethod.Post, Path, Body(app), idempotencyKey: Key);

        using var other = await app.SendAsync(HttpMethod.Post, Path, Body(app, "Något annat"), idempotencyKey: Key);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal("idempotency-key-reused", await ProblemOf.SlugAsync(other));
    }

    [Fact]
    public async Task A_key_belongs_to_the_system_that_used_it()
    {
        await using var app = await TestApp.StartAsync();
        using var first = await app.SendAsync(HttpMethod.Post, Path, Body(app), idempotencyKey: Key);

        using var others = await app.SendAsync(HttpMethod.Post, Path, Body(app), app.SchoolKey, Key);

        Assert.Equal("no-such-case", await ProblemOf.SlugAsync(others));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("too-short")]
    [InlineData("with a space in the middle of it")]
    public async Task A_call_that_creates_something_demands_a_key(string? key)
    {
        await using var app = await TestApp.StartAsync();

        var slug = await ProblemOf.SlugAsync(await app.SendAsync(HttpMethod.Post, Path, Body(app), idempotencyKey: key));

        Assert.Equal("idempotency-key-missing", slug);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM information_requests"));
    }

    [Fact]
    public async Task A_call_that_ended_in_a_problem_may_be_repeated_with_its_key()
    {
        await using var app = await TestApp.StartAsync();
        using var wrong = await app.SendAsync(HttpMethod.Post, Path, Body(app, ""), idempotencyKey: Key);

        using var right = await app.SendAsync(HttpMethod.Post, Path, Body(app), idempotencyKey: Key);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Created), (wrong.StatusCode, right.StatusCode));
    }

    [Fact]
    public async Task A_key_reserved_before_a_crash_is_free_again_after_its_time_and_not_before()
    {
        await using var app = await TestApp.StartAsync();
        var answers = app.Get<IdempotentAnswers>();
        await answers.ReserveAsync(app.SocialSystem, Key, "hash", Ct);
        app.Clock.Advance(IdempotentAnswers.AbandonedAfter);
        var before = await answers.ReserveAsync(app.SocialSystem, Key, "hash", Ct);
        app.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var after = await answers.ReserveAsync(app.SocialSystem, Key, "hash", Ct);

        Assert.IsType<KeyReservation.InProgress>(before);
        Assert.IsType<KeyReservation.Reserved>(after);
    }

    [Fact]
    public async Task A_release_is_decided_again_each_time_and_needs_no_key()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);

        var first = await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);
        var second = await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct);

        Assert.True(first.Outcomes[0].LogIndex < second.Outcomes[0].LogIndex);
    }

    private static string Body(TestApp app, string reason = "Kartläggning") =>
        JsonSerializer.Serialize(app.Ask() with { Reason = reason }, JsonSerializerOptions.Web)
            .Replace(",\"claimedGround\":null", "", StringComparison.Ordinal);
}
