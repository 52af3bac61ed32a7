using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;

namespace DelningsNav.Web.Tests.Arbetsyta;

/// <summary>
/// A prevented guardian on the pages and in signed calls: stated in the ask, decided by a lead, and what the guardian reads.
/// </summary>
public sealed partial class PreventedPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_statement_goes_from_the_ask_through_the_second_decider_to_the_guardians_own_page()
    {
        await using var app = await TestApp.StartAsync();
        var lead = await app.Get<MaintainParties>()
            .AddStaffAsync(app.Team, "Lena Ledare", StaffRole.Enhetschef, assesses: false, assessesProtectedIdentities: false, Ct);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        using var decider = SignedIn.At(app, lead, "arbetsyta");

        var check = WebUtility.HtmlDecode(await (await AskAsync(app, staff, "granska")).Content.ReadAsStringAsync(Ct));
        await AskAsync(app, staff, "skicka");
        var waits = await staff.ReadAsync($"/arbetsyta/arenden/{app.Case}/samtycken");
        var (others, id) = (
            await staff.ReadAsync("/arbetsyta/forhinder"),
            Waiting().Match(await decider.ReadAsync("/arbetsyta/forhinder")).Groups[1].Value);
        var page = await decider.ReadAsync($"/arbetsyta/forhinder/{id}");
        var empty = WebUtility.HtmlDecode(await (await decider.PostAsync($"/arbetsyta/forhinder/{id}")).Content.ReadAsStringAsync(Ct));
        var done = await decider.PostAsync($"/arbetsyta/forhinder/{id}", ("Decision", "Confirmed"), ("Reason", "Har ringt rederiet"));
        var fathers = WebUtility.HtmlDecode(await app.ReadPageAsync(await QuestionAsync(app, app.Father), PageVisits.Family(app.Father)));
        var mothers = WebUtility.HtmlDecode(await app.ReadPageAsync(await QuestionAsync(app, app.Mother), PageVisits.Family(app.Mother)));

        Assert.Contains("Till sjöss", check, StringComparison.Ordinal);
        Assert.Contains("Väntar på en andra beslutsfattare", waits, StringComparison.Ordinal);
        Assert.Contains("Inget väntar på ditt beslut", others, StringComparison.Ordinal);
        Assert.Contains("Mötet är i morgon", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#Decision\"", empty, StringComparison.Ordinal);
        Assert.EndsWith("klart=ja", done.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Det har sagts att du inte kan delta", fathers, StringComparison.Ordinal);
        Assert.DoesNotContain("inte kan delta", mothers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_parts_of_a_statement_are_named_at_their_fields()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        var page = WebUtility.HtmlDecode(await (await staff.PostAsync(
            $"/arbetsyta/arenden/{app.Case}/samtycke",
            [.. Fields(app, "granska"), ("Prevented.Guardian", app.Father.ToString())])).Content.ReadAsStringAsync(Ct));

        Assert.All(
            ["#Prevented_Cause", "#Prevented_Reason", "#Prevented_Urgency"],
            link => Assert.Contains($"href=\"{link}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_two_pages_of_staff_are_the_same_whether_the_named_guardian_is_blocked_or_not()
    {
        await using var app = await TestApp.StartAsync();
        await using var other = await TestApp.StartAsync();
        await other.Get<MaintainRegister>()
            .BlockGuardianAsync(other.Child, other.Father, "Beslut", "SN 2026/9", other.Today, Hub.Storage.Log.Actor.Hub, Ct);

        Assert.Equal(await StaffsPagesAsync(app), await StaffsPagesAsync(other));
    }

    [Fact]
    public async Task A_system_states_it_in_the_ask_and_reads_that_it_waits_for_a_second_decider()
    {
        await using var app = await TestApp.StartAsync();
        await app.Get<MaintainParties>().AddStaffAsync(app.Team, "Lena Ledare", StaffRole.Enhetschef, false, false, Ct);

        var asked = await SystemAsksAsync(app, cause: "away");
        Assert.True(asked.IsSuccessStatusCode, string.Join("\n", app.Log.All.Where(l => l.Contains("xception", StringComparison.Ordinal))));
        var consent = JsonDocument.Parse(await asked.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("consents")[0].GetString();
        var read = JsonDocument.Parse(
            await (await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}?staff={app.Familjebehandlare}"))
                .Content.ReadAsStringAsync(Ct)).RootElement;

        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        Assert.Equal("waits", read.GetProperty("secondDecision").GetString());
    }

    [Fact]
    public async Task A_misspelled_cause_is_named_by_its_place_and_nobody_is_asked()
    {
        await using var app = await TestApp.StartAsync();

        var asked = await SystemAsksAsync(app, cause: "abroad");

        var problem = JsonDocument.Parse(await asked.Content.ReadAsStringAsync(Ct)).RootElement;
        var fault = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        Assert.Equal((HttpStatusCode.BadRequest, "/prevented"), (asked.StatusCode, fault.Name));
        Assert.Contains("(`unknown-cause`)", fault.Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_about_a_measure_is_registered_on_its_page_and_listed_with_the_words_not_a_consent()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var path = $"/arbetsyta/arenden/{app.Case}/atgardsbeslut";

        var empty = WebUtility.HtmlDecode(await (await staff.PostAsync(path)).Content.ReadAsStringAsync(Ct));
        var done = await staff.PostAsync(
            path,
            ("Guardian", app.Father.ToString()), ("Measure", "OpenTreatment"), ("CaseNumber", "SN 2026/77"),
            ("Day", $"{app.Today.AddDays(-3):yyyy-MM-dd}"), ("Last", $"{app.Today.AddDays(100):yyyy-MM-dd}"));
        var list = await staff.ReadAsync(done.Headers.Location!.ToString());

        Assert.All(
            ["#Guardian", "#Measure", "#CaseNumber", "#Day", "#Last"],
            link => Assert.Contains($"href=\"{link}\"", empty, StringComparison.Ordinal));
        Assert.Contains("SN 2026/77", list, StringComparison.Ordinal);
        Assert.Contains("inte samtycke", list, StringComparison.Ordinal);
    }

    private static async Task<string> StaffsPagesAsync(TestApp app)
    {
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var form = await staff.ReadAsync($"/arbetsyta/arenden/{app.Case}/samtycke");
        await AskAsync(app, staff, "skicka");
        var list = await staff.ReadAsync($"/arbetsyta/arenden/{app.Case}/samtycken");
        return Varying().Replace(form + list, "#");
    }

    private static Task<HttpResponseMessage> SystemAsksAsync(TestApp app, string cause) => app.SendAsync(
        HttpMethod.Post,
        "/api/v1/consent-requests",
        $$"""
        { "case": "{{app.Case}}", "staff": "{{app.Familjebehandlare}}",
          "scopes": [ { "discloser": "{{app.School}}", "recordTypes": ["franvaro"] } ],
          "dataFrom": "2026-01-01", "dataTo": "2026-12-01", "validUntil": "{{app.Clock.GetUtcNow().AddDays(90):O}}",
          "prevented": { "guardian": "{{app.Father}}", "cause": "{{cause}}", "reason": "Till sjöss", "urgency": "Mötet är i morgon" } }
        """,
        idempotencyKey: Guid.NewGuid().ToString());

    private static Task<HttpResponseMessage> AskAsync(TestApp app, SignedIn staff, string step) => staff.PostAsync(
        $"/arbetsyta/arenden/{app.Case}/samtycke",
        [
            .. Fields(app, step),
            ("Prevented.Guardian", app.Father.ToString()), ("Prevented.Cause", "Away"), ("Prevented.Reason", "Till sjöss"),
            ("Prevented.Urgency", "Mötet är i morgon"),
        ]);

    private static (string, string)[] Fields(TestApp app, string step) =>
    [
        ("Scopes", $"{app.School}:franvaro"), ("From", $"{app.Today.AddDays(-100):yyyy-MM-dd}"), ("To", $"{app.Today:yyyy-MM-dd}"),
        ("Until", $"{app.Today.AddDays(90):yyyy-MM-dd}"),
        ("Uses", "any"), ("UsesPer", "week"), ("Kept", "own-record"), ("Circumstance", "Usual"), ("Step", step),
    ];

    private static async Task<string> QuestionAsync(TestApp app, PersonId reader) =>
        Question().Match(await app.ReadPageAsync("/min-sida", PageVisits.Family(reader))).Value;

    [GeneratedRegex("/arbetsyta/forhinder/([0-9a-f-]{36})")]
    private static partial Regex Waiting();

    [GeneratedRegex("/min-sida/samtycken/[0-9a-f-]{36}")]
    private static partial Regex Question();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|__RequestVerificationToken[^>]*")]
    private static partial Regex Varying();
}
