using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Sessions;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Signing;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.SignIn;

/// <summary>Attempts leave a trace: in the audit log where a known person or system acts, and only counted otherwise (ADR 0045).</summary>
public sealed partial class AttemptsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_and_a_sign_out_are_logged()
    {
        await using var app = await TestApp.StartAsync(add: AddSignIn);
        var before = await app.LogSizeAsync();

        using var signedIn = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, $"/prov/{app.Rektor}"));
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var request = app.Call(HttpMethod.Get, "/prov-ut");
        request.Headers.Add("Cookie", cookie);
        using var signedOut = await TestApp.SendAsIsAsync(request);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (signedIn.StatusCode, signedOut.StatusCode));
        Assert.Equal([EntryKinds.SignedIn, EntryKinds.SignedOut], await KindsAsync(app, before));
    }

    [Fact]
    public async Task Nobody_is_signed_in_while_the_log_cannot_be_written()
    {
        await using var app = await TestApp.StartAsync(add: AddSignIn);
        await app.BreakLogAsync();

        using var refused = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, $"/prov/{app.Rektor}"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_refused_opening_by_staff_is_logged_with_the_place_and_says_nothing_more_than_one_of_what_does_not_exist()
    {
        await using var app = await TestApp.StartAsync();
        using var colleague = SignedIn.At(app, await ColleagueAsync(app), "arbetsyta");
        var before = await app.LogSizeAsync();

        using var real = await colleague.GetAsync($"/arbetsyta/arenden/{app.Case}");
        using var never = await colleague.GetAsync($"/arbetsyta/arenden/{Guid.Empty}");
        using var closedArea = await colleague.GetAsync("/registratur/logg");

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Forbidden],
            [real.StatusCode, never.StatusCode, closedArea.StatusCode]);
        Assert.Equal([EntryKinds.OpeningRefused, EntryKinds.OpeningRefused, EntryKinds.OpeningRefused], await KindsAsync(app, before));
        Assert.Equal(1, await app.AskDatabaseAsync($"SELECT COUNT(*) FROM log_entries WHERE idx >= {before} AND child_token IS NOT NULL"));
    }

    [Fact]
    public async Task A_refused_call_for_staff_is_logged_and_that_of_a_system_by_itself_is_not()
    {
        await using var app = await TestApp.StartAsync();
        var colleague = await ColleagueAsync(app);
        var consent = await app.AskForConsentAsync();
        var before = await app.LogSizeAsync();

        using var read = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{Guid.NewGuid()}?staff={colleague}");
        using var withdraw = await app.SendAsync(
            HttpMethod.Post, $"/api/v1/consents/{Guid.NewGuid()}/withdrawals", $$"""{ "staff": "{{colleague}}" }""",
            idempotencyKey: Guid.NewGuid().ToString());
        using var stranger = await app.SendAsync(HttpMethod.Get, $"/api/v1/consents/{consent}?staff={Guid.NewGuid()}");

        Assert.All([read, withdraw, stranger], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Equal([EntryKinds.OpeningRefused, EntryKinds.OpeningRefused], await KindsAsync(app, before));
    }

    [Fact]
    public async Task A_refusal_to_a_family_or_to_nobody_is_not_logged()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);
        var before = await app.LogSizeAsync();

        using var family = await mother.GetAsync($"/min-sida/samtycken/{Guid.NewGuid()}");
        using var stranger = await TestApp.SendAsIsAsync(app.Call(HttpMethod.Get, $"/arbetsyta/arenden/{app.Case}"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Redirect), (family.StatusCode, stranger.StatusCode));
        Assert.Equal(before, await app.LogSizeAsync());
    }

    [Fact]
    public async Task Ten_refused_openings_of_one_person_in_a_day_raise_an_alarm_and_nine_do_not()
    {
        await using var app = await TestApp.StartAsync();
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        using var colleague = SignedIn.At(app, await ColleagueAsync(app), "arbetsyta");
        for (var i = 1; i < new AttemptAlarms().RefusedOpenings; i++)
        {
            using var refused = await colleague.GetAsync($"/arbetsyta/arenden/{app.Case}");
        }

        var nine = await registrator.ReadAsync("/registratur");
        using var tenth = await colleague.GetAsync($"/arbetsyta/arenden/{app.Case}");
        var ten = await registrator.ReadAsync("/registratur");
        app.Clock.Advance(TimeSpan.FromHours(25));
        var later = await registrator.ReadAsync("/registratur");

        Assert.Equal([false, true, false], new[] { nine, ten, later }.Select(page => page.Contains("Larm om försök")));
    }

    [Fact]
    public async Task A_refused_signed_call_has_a_technical_line_with_key_and_address_and_fills_no_audit_log()
    {
        await using var app = await TestApp.StartAsync();
        using var unknown = SigningKey.Create();
        var before = await app.LogSizeAsync();

        using var refused = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types", key: unknown);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains(
            app.Log.All,
            line => line.Contains(unknown.KeyId, StringComparison.Ordinal) && line.Contains("127.0.0.1", StringComparison.Ordinal));
        Assert.Equal(before, await app.LogSizeAsync());
        Assert.Equal(1, await app.Get<AttemptCounts>().TodayAsync(AttemptKind.SignedCall, Ct));
    }

    [Fact]
    public async Task A_number_that_cannot_be_written_stays_counted_and_is_written_later()
    {
        await using var app = await TestApp.StartAsync();
        var counts = app.Get<AttemptCounts>();
        counts.Count(AttemptKind.SignIn);
        await app.AskDatabaseAsync("ALTER TABLE attempt_counts RENAME TO away; SELECT 0");

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => counts.WriteAsync(Ct));
        await app.AskDatabaseAsync("ALTER TABLE away RENAME TO attempt_counts; SELECT 0");
        await counts.WriteAsync(Ct);

        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COALESCE(SUM(number), 0) FROM attempt_counts WHERE what = 'SignIn'"));
        Assert.Equal(1, await counts.TodayAsync(AttemptKind.SignIn, Ct));
    }

    [Theory]
    [InlineData("189001019802")]
    [InlineData("18900101-9802")]
    [InlineData("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9 s")]
    public async Task An_invalid_key_id_is_not_repeated_because_it_may_be_an_identity_number(string claimed)
    {
        await using var app = await TestApp.StartAsync();
        using var call = app.Call(HttpMethod.Get, "/api/v1/record-types");

        using var refused = await TestApp.SendAsync(
            call, new SigningHandler(app.SocialKey, app.Clock) { InnerHandler = new KeyIdSwap(claimed) });

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.DoesNotContain(app.Log.All, line => line.Contains(claimed, StringComparison.Ordinal));
        Assert.Contains("key none", string.Join('\n', app.Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_a_system_may_not_make_is_counted_with_its_key_and_fills_no_audit_log()
    {
        await using var app = await TestApp.StartAsync();
        using var key = await app.AddSystemAsync(Operations.HandleConsents);
        using var known = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types", key: key);
        var before = await app.LogSizeAsync();

        using var refused = await app.SendAsync(HttpMethod.Get, "/api/v1/subscriptions", key: key);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains(app.Log.All, line => line.Contains(key.KeyId, StringComparison.Ordinal));
        Assert.Equal(before, await app.LogSizeAsync());
        Assert.Equal(1, await app.Get<AttemptCounts>().TodayAsync(AttemptKind.SignedCall, Ct));
    }

    [Fact]
    public async Task A_refused_release_is_a_decision_and_no_attempt()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Client();
        var request = (await client.RequestInformationAsync(app.Ask(), Ct)).Request;
        await app.Get<DelningsNav.Hub.Register.MaintainCases>().MoveAsync(
            app.Case, DelningsNav.Hub.Cases.CasePhase.Closed, app.Familjebehandlare, Ct);
        var before = await app.LogSizeAsync();

        using var refused = await app.SendAsync(
            HttpMethod.Post, $"/api/v1/information-requests/{request}/releases", $$"""{ "staff": "{{app.Familjebehandlare}}" }""");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.DoesNotContain(EntryKinds.OpeningRefused, await KindsAsync(app, before));
    }

    [Fact]
    public async Task Many_failed_sign_ins_and_calls_raise_an_alarm_at_the_authority_that_runs_the_hub_only()
    {
        await using var app = await TestApp.StartAsync();
        var unit = await app.Get<MaintainParties>().AddUnitAsync(app.School, "Kansliet", "Järva", Ct);
        var own = await app.Get<MaintainParties>().AddStaffAsync(unit, "Rita Registrator", StaffRole.Registrator, false, false, Ct);
        using var operating = SignedIn.At(app, own, "registratur");
        using var other = SignedIn.At(app, app.Registrator, "registratur");
        var counts = app.Get<AttemptCounts>();
        for (var i = 1; i < new AttemptAlarms().FailedSignIns; i++)
        {
            app.Get<Attempts>().SignInFailed("test");
        }

        var few = await operating.ReadAsync("/registratur");
        await counts.WriteAsync(Ct);
        app.Get<Attempts>().SignInFailed("test");
        var many = await operating.ReadAsync("/registratur");
        await counts.WriteAsync(Ct);
        var elsewhere = await other.ReadAsync("/registratur");

        Assert.Equal([false, true, false], new[] { few, many, elsewhere }.Select(page => page.Contains("Misslyckade inloggningar i dag")));
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM attempt_counts"));
        Assert.Equal(50, await app.AskDatabaseAsync("SELECT SUM(number) FROM attempt_counts"));
    }

    [Fact]
    public async Task The_first_call_of_a_key_is_logged_and_the_second_is_not()
    {
        await using var app = await TestApp.StartAsync();
        using var key = await app.AddSystemAsync(Operations.HandleConsents);
        var before = await app.LogSizeAsync();

        using var first = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types", key: key);
        var after = await KindsAsync(app, before);
        using var second = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types", key: key);

        Assert.Equal([EntryKinds.KeyFirstUsed], after);
        Assert.Equal([EntryKinds.KeyFirstUsed], await KindsAsync(app, before));
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData(null, "https://evil.example/")]
    public async Task A_link_on_another_site_makes_nobody_read_and_leads_to_a_page_in_between(string? site, string? referer)
    {
        await using var app = await TestApp.StartAsync();
        await app.GiveConsentAsync();
        var cookie = await app.SignInAsync(PageVisits.Staff(app.Familjebehandlare), new Claim("area", "arbetsyta"));
        var before = await app.LogSizeAsync();

        using var linked = await VisitAsync(app, $"/arbetsyta/arenden/{app.Case}", cookie, site, referer);
        using var between = await VisitAsync(app, linked.Headers.Location!.OriginalString, cookie, site, referer);
        var unread = await app.LogSizeAsync();
        using var opened = await VisitAsync(app, $"/arbetsyta/arenden/{app.Case}", cookie, "same-origin", null);

        Assert.Equal(HttpStatusCode.Redirect, linked.StatusCode);
        Assert.Contains($"/arbetsyta/arenden/{app.Case}", await between.Content.ReadAsStringAsync(Ct));
        Assert.Equal(before, unread);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Equal(["case-read"], await KindsAsync(app, before));
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData(null, null)]
    public async Task A_typed_address_and_a_link_in_a_mail_program_open_at_once(string? site, string? referer)
    {
        await using var app = await TestApp.StartAsync();
        var cookie = await app.SignInAsync(PageVisits.Staff(app.Familjebehandlare), new Claim("area", "arbetsyta"));

        using var opened = await VisitAsync(app, $"/arbetsyta/arenden/{app.Case}", cookie, site, referer);

        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
    }

    [Theory]
    [InlineData("/min-sida")]
    [InlineData("/min-sida/meddelanden")]
    [InlineData("/min-sida/epost")]
    public async Task The_pages_that_a_letter_leads_to_open_from_a_mailbox_on_another_site(string path)
    {
        await using var app = await TestApp.StartAsync();
        var cookie = await app.SignInAsync(PageVisits.Family(app.Mother), new Claim("area", "minsida"));

        using var opened = await VisitAsync(app, path, cookie, "cross-site", null);

        Assert.DoesNotContain("/vidare", $"{opened.StatusCode} {opened.Headers.Location}");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task The_page_in_between_leads_to_this_site_only(string to)
    {
        await using var app = await TestApp.StartAsync();
        var cookie = await app.SignInAsync(PageVisits.Family(app.Mother), new Claim("area", "minsida"));

        using var answer = await VisitAsync(app, $"/vidare?till={Uri.EscapeDataString(to)}", cookie, "cross-site", null);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    private static void AddSignIn(WebApplication app)
    {
        app.MapGet("/prov/{staff:guid}", async (Guid staff, HttpContext http) => await http.SignInAsync(new ClaimsPrincipal(
            new ClaimsIdentity([new(SignInSetup.StaffClaim, staff.ToString()), new("area", "arbetsyta")], "test")))).AllowAnonymous();
        app.MapGet("/prov-ut", (HttpContext http) => http.SignOutAsync()).AllowAnonymous();
    }

    private static Task<StaffMemberId> ColleagueAsync(TestApp app) =>
        app.Get<MaintainParties>().AddStaffAsync(app.Team, "Kim Kollega", StaffRole.Kurator, false, false, Ct);

    private static async Task<HttpResponseMessage> VisitAsync(TestApp app, string path, string cookie, string? site, string? referer)
    {
        var request = app.Call(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (referer is not null)
        {
            request.Headers.Add("Referer", referer);
        }

        return await TestApp.SendAsIsAsync(request);
    }

    private static async Task<IReadOnlyList<string>> KindsAsync(TestApp app, long from)
    {
        await using var db = app.Hub.Database.NewContext();
        return await db.Database.SqlQuery<string>($"SELECT kind AS \"Value\" FROM log_entries WHERE idx >= {from} ORDER BY idx")
            .ToListAsync(Ct);
    }

    /// <summary>Puts another key id into a call that has been signed.</summary>
    private sealed partial class KeyIdSwap(string keyId) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var input = KeyId().Replace(request.Headers.GetValues("Signature-Input").Single(), $"keyid=\"{keyId}\"");
            request.Headers.Remove("Signature-Input");
            request.Headers.TryAddWithoutValidation("Signature-Input", input);
            return base.SendAsync(request, ct);
        }

        [GeneratedRegex("keyid=\"[^\"]*\"")]
        private static partial Regex KeyId();
    }
}
