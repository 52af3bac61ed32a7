using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Signing;

namespace DelningsNav.Web.Tests.Api;

/// <summary>
/// Emergency access in signed calls: on the word of staff assigned to the case, with its own permission, and the
/// declaration itself releases nothing.
/// </summary>
public sealed class EmergencyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Staff_declare_an_emergency_through_their_system_after_a_refusal_and_end_it_again()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DeniedAsync(app);

        using var declared = await DeclareAsync(app, request, app.Familjebehandlare);
        var opened = await DecideAsync(app, request);
        using var body = JsonDocument.Parse(await declared.Content.ReadAsStringAsync(Ct));
        var emergency = body.RootElement.GetProperty("emergency").GetGuid();
        using var ended = await RevokeAsync(app, emergency, app.Familjebehandlare);
        using var again = await RevokeAsync(app, emergency, app.Familjebehandlare);
        var closed = await DecideAsync(app, request);

        Assert.Equal((201, 200), ((int)declared.StatusCode, (int)ended.StatusCode));
        Assert.Equal(
            app.Clock.GetUtcNow().AddHours(24).ToUnixTimeSeconds(),
            body.RootElement.GetProperty("until").GetDateTimeOffset().ToUnixTimeSeconds());
        Assert.IsType<RecordAnswer.Released>(opened);
        Assert.IsNotType<RecordAnswer.Released>(closed);
        Assert.Equal("no-such-emergency", await ProblemOf.SlugAsync(again));
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM emergency_reviews"));
    }

    [Fact]
    public async Task Staff_who_are_not_assigned_and_a_system_of_another_branch_declare_nothing_and_end_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DeniedAsync(app);

        using var notAssigned = await DeclareAsync(app, request, app.Registrator);
        using var ofAnother = await DeclareAsync(app, request, app.Rektor, key: app.SchoolKey);
        using var lent = await DeclareAsync(app, request, app.Familjebehandlare, key: app.SchoolKey);
        using var declared = await DeclareAsync(app, request, app.Familjebehandlare);
        using var body = JsonDocument.Parse(await declared.Content.ReadAsStringAsync(Ct));
        using var endedByAnother = await RevokeAsync(app, body.RootElement.GetProperty("emergency").GetGuid(), app.Registrator);

        foreach (var answer in new[] { notAssigned, ofAnother, lent })
        {
            Assert.Equal("no-such-request", await ProblemOf.SlugAsync(answer));
        }

        Assert.Equal("no-such-emergency", await ProblemOf.SlugAsync(endedByAnother));
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM emergency_accesses WHERE revoked_at IS NULL"));
    }

    [Fact]
    public async Task A_system_that_may_request_needs_a_permission_of_its_own_to_declare()
    {
        await using var app = await TestApp.StartAsync();
        var request = await DeniedAsync(app);
        using var key = await app.AddSystemAsync(Operations.RequestInformation);

        using var answer = await DeclareAsync(app, request, app.Familjebehandlare, key: key);

        Assert.Equal("operation-not-permitted", await ProblemOf.SlugAsync(answer));
    }

    [Theory]
    [InlineData("", 24, "reason")]
    [InlineData("Fara", 169, "until")]
    [InlineData("Fara", -1, "until")]
    public async Task A_fault_is_named_at_its_member_and_nothing_is_declared(string reason, int hours, string member)
    {
        await using var app = await TestApp.StartAsync();
        var request = await DeniedAsync(app);

        using var answer = await DeclareAsync(app, request, app.Familjebehandlare, reason, app.Clock.GetUtcNow().AddHours(hours));

        var problem = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("invalid-request", problem, StringComparison.Ordinal);
        Assert.Contains($"/{member}", problem, StringComparison.Ordinal);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM emergency_accesses"));
    }

    [Fact]
    public async Task A_released_or_undecided_request_needs_no_emergency()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var undecided = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;

        using var answer = await DeclareAsync(app, undecided, app.Familjebehandlare);

        Assert.Equal("nothing-to-open", await ProblemOf.SlugAsync(answer));
    }

    private static async Task<Guid> DeniedAsync(TestApp app)
    {
        using var client = app.Client();
        var request = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;
        await app.Get<ReleaseInformation>().HandleAsync(new(request), new Caller.Staff(app.Familjebehandlare), Opening.Nothing, Ct);
        return request;
    }

    private static async Task<RecordAnswer> DecideAsync(TestApp app, Guid request) => Assert.Single(Assert.IsType<ReleaseOutcome.Answered>(
        await app.Get<ReleaseInformation>()
            .HandleAsync(new(request), new Caller.Staff(app.Familjebehandlare), Opening.Nothing, Ct)).Answers);

    private static Task<HttpResponseMessage> DeclareAsync(
        TestApp app, Guid request, StaffMemberId staff, string reason =
            "Eleven är försvunnen", DateTimeOffset? until = null, SigningKey? key = null) => app.SendAsync(
        HttpMethod.Post,
        $"/api/v1/information-requests/{request}/emergency-accesses",
        until is { } at
            ? $$"""{ "staff": "{{staff}}", "reason": "{{reason}}", "until": "{{at:O}}" }"""
            : $$"""{ "staff": "{{staff}}", "reason": "{{reason}}" }""",
        key,
        Guid.NewGuid().ToString());

    private static Task<HttpResponseMessage> RevokeAsync(TestApp app, Guid emergency, StaffMemberId staff) => app.SendAsync(
        HttpMethod.Post, $"/api/v1/emergency-accesses/{emergency}/revocations", $$"""{ "staff": "{{staff}}" }""", null,
        Guid.NewGuid().ToString());
}
