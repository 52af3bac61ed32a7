using System.Net;
using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Signing;

namespace DelningsNav.Web.Tests.Api;

/// <summary>
/// Attacks with the key of one system, and nothing else: it is never two persons, acts in no role that it was not given, and reads nothing
/// in the name of a person whom the call does not name.
/// </summary>
public sealed class OneKeyIsOnePartyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stolen_key_that_records_both_guardians_yes_gets_no_consent_and_no_record()
    {
        await using var app = await TestApp.StartAsync();
        var second = await app.Get<MaintainParties>().AddStaffAsync(app.Team, "Kim Kollega", StaffRole.Kurator, false, false, Ct);
        var consent = await app.AskForConsentAsync();
        using var text = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}/texts/sv?staff={app.Familjebehandlare}");
        var hash = (await JsonAsync(text)).GetProperty("sha256").GetString();

        foreach (var guardian in new[] { app.Mother, app.Father })
        {
            using var taken = await PostAsync(app, $"/api/v1/consents/{consent}/recorded-answers", $$"""
                { "staff": "{{app.Familjebehandlare}}", "signer": "{{guardian}}", "answer": "yes", "form": "oral",
                  "givenAt": "{{app.Clock.GetUtcNow():O}}", "language": "sv", "textHash": "{{hash}}",
                  "identified": "Känd sedan tidigare", "reason": "Har ingen e-legitimation" }
                """);
            var recorded = (await JsonAsync(taken)).GetProperty("recordedAnswer").GetString();
            using var confirmed = await PostAsync(
                app, $"/api/v1/recorded-answers/{recorded}/confirmations", $$"""{ "staff": "{{second}}", "decision": "confirm" }""");
            Assert.Equal(HttpStatusCode.NotFound, confirmed.StatusCode);
        }

        using var status = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}?staff={app.Familjebehandlare}");
        using var client = app.Client();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var released = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes);

        Assert.Equal("waiting", (await JsonAsync(status)).GetProperty("status").GetString());
        Assert.Equal("referred", released.Outcome);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM consent_signatures WHERE sealed_answer IS NOT NULL"));
    }

    [Theory]
    [InlineData("", "?staff")]
    [InlineData("?satff={0}", "?satff ?staff")]
    [InlineData("?Staff={0}", "?Staff ?staff")]
    [InlineData("?staff={0}&staff={0}", "?staff")]
    [InlineData("?staff={0}&reader={0}", "?reader")]
    [InlineData("?staff=", "?staff")]
    [InlineData("?staff={0}&{1}=1", "?")]
    public async Task A_document_is_not_opened_when_the_call_does_not_name_exactly_one_reader(string query, string faulty)
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        await app.GiveConsentAsync();
        var request = await client.RequestInformationAsync(app.Ask(), Ct);
        var released = Assert.Single((await client.ReleaseAsync(request.Request, app.Familjebehandlare.Value, Ct)).Outcomes).Document!;
        var before = await DecisionsAsync(app);

        var path = $"/api/v1/releases/{released.Release}/documents/{released.Document}";
        using var answer = await app.SendAsync(
            HttpMethod.Get,
            path + string.Format(System.Globalization.CultureInfo.InvariantCulture, query, app.Familjebehandlare, app.ChildsNumber));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.DoesNotContain(app.ChildsNumber, text, StringComparison.Ordinal);
        var problem = await ProblemOf.Async(answer);
        Assert.Equal(("invalid-query", faulty), (problem.Slug, string.Join(' ', problem.Errors.Keys.Order(StringComparer.Ordinal))));
        Assert.Equal(before, await DecisionsAsync(app));
    }

    [Fact]
    public async Task A_colleague_who_is_not_assigned_and_a_call_without_a_reader_do_not_read_the_request()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var colleague = await app.Get<MaintainParties>().AddStaffAsync(app.Team, "Jonas", StaffRole.Kurator, false, false, Ct);
        var request = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;
        var before = await app.LogSizeAsync();

        using var nobody = await app.SendAsync(HttpMethod.Get, $"/api/v1/information-requests/{request}");
        var curious = await ProblemOf.ThrownByAsync(() => client.ReadRequestAsync(request, colleague.Value, Ct));
        var absent = await ProblemOf.ThrownByAsync(() => client.ReadRequestAsync(Guid.Empty, colleague.Value, Ct));
        var readings = await app.AskDatabaseAsync($"SELECT COUNT(*) FROM log_entries WHERE idx >= {before} AND kind = 'request-read'");
        var assigned = await client.ReadRequestAsync(request, app.Familjebehandlare.Value, Ct);

        Assert.Equal("invalid-query", await ProblemOf.SlugAsync(nobody));
        Assert.Equal((absent.Type, absent.Detail), (curious.Type, curious.Detail));
        Assert.Equal(0, readings);
        Assert.Equal(request, assigned.Request);
    }

    [Fact]
    public async Task The_holders_assessor_reads_a_request_once_it_is_referred_and_other_staff_of_the_holder_never_do()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        using var school = app.Client(app.SchoolKey);
        var request = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;

        var early = await ProblemOf.ThrownByAsync(() => school.ReadRequestAsync(request, app.Rektor.Value, Ct));
        await client.ReleaseAsync(request, app.Familjebehandlare.Value, Ct);
        var unit = await app.Get<MaintainParties>().AddUnitAsync(app.School, "Kansli", "Järva", Ct);
        var other = await app.Get<MaintainParties>().AddStaffAsync(unit, "Lars Lärare", StaffRole.Specialpedagog, false, false, Ct);
        var others = await ProblemOf.ThrownByAsync(() => school.ReadRequestAsync(request, other.Value, Ct));
        var assessors = await school.ReadRequestAsync(request, app.Rektor.Value, Ct);

        Assert.Equal(("no-such-request", "no-such-request"), (early.Slug, others.Slug));
        Assert.Equal("referred", Assert.Single(assessors.Answers).Outcome);
    }

    [Fact]
    public async Task A_system_acts_only_in_its_roles_and_a_change_of_them_counts_from_the_next_call()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.AddSystemAsync([.. Operations.All]);
        var system = await SystemOfAsync(app, key);
        var report = $"/api/v1/access-reports/{app.Child}?staff={app.Registrator}";
        var consent = await app.AskForConsentAsync();

        using var asRegistrator = await app.SendAsync(HttpMethod.Get, report, key: key);
        using var asCaseworker = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}?staff={app.Familjebehandlare}", key: key);
        await app.Get<MaintainParties>().ChangeRolesAsync(system, [ClientRole.Registrator], Ct);
        using var afterwards = await app.SendAsync(HttpMethod.Get, report, key: key);
        using var noLonger = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}?staff={app.Familjebehandlare}", key: key);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (asCaseworker.StatusCode, afterwards.StatusCode));
        Assert.Equal(
            ("role-not-permitted", "role-not-permitted"),
            (await ProblemOf.SlugAsync(asRegistrator), await ProblemOf.SlugAsync(noLonger)));
    }

    [Fact]
    public async Task A_query_parameter_of_a_post_is_refused_before_anything_is_done()
    {
        await using var app = await TestApp.StartAsync();
        var before = await app.LogSizeAsync();

        using var lookUp = await app.SendAsync(
            HttpMethod.Post, "/api/v1/person-lookups?staff=x", $$"""{"identityNumber":"{{app.ChildsNumber}}","purpose":"sst"}""");

        Assert.Equal("invalid-query", await ProblemOf.SlugAsync(lookUp));
        Assert.Equal(before, await app.LogSizeAsync());
    }

    private static Task<long> DecisionsAsync(TestApp app) =>
        app.AskDatabaseAsync("SELECT COUNT(*) FROM log_entries WHERE kind = 'decided'");

    private static async Task<ClientId> SystemOfAsync(TestApp app, SigningKey key) =>
        (await app.Get<FindClientKey>().ReadAsync(key.KeyId, Ct))!.Client;

    private static Task<HttpResponseMessage> PostAsync(TestApp app, string path, string json) =>
        app.SendAsync(HttpMethod.Post, path, json, idempotencyKey: Guid.NewGuid().ToString());

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.Clone();
}
