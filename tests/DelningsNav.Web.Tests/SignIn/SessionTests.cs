using System.Net;
using System.Security.Claims;
using DelningsNav.Hub.Sessions;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DelningsNav.Web.Tests.SignIn;

/// <summary>A session is on the server. When it has ended, its cookie opens nothing (ADR 0034).</summary>
public sealed class SessionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cookie_from_before_the_sign_out_opens_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var cookie = await SignInAsync(app);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/min-sida", cookie));

        using var mother = SignedIn.At(app, app.Mother);
        using var signedOut = await mother.PostAsync("/logga-ut");
        var stolen = mother.Cookie!;

        Assert.Equal(HttpStatusCode.Redirect, signedOut.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(app, "/min-sida", stolen));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/min-sida", cookie));
    }

    [Fact]
    public async Task The_sign_out_clears_what_the_browser_has_stored()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);

        using var signedOut = await mother.PostAsync("/logga-ut");

        Assert.Equal("\"cache\", \"storage\"", signedOut.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Contains(
            signedOut.Headers.GetValues("Set-Cookie"),
            cookie => cookie.StartsWith("delningsnav-session=; expires=Thu, 01 Jan 1970", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.Redirect)]
    public async Task A_session_ends_when_it_has_not_been_used_for_30_minutes(int seconds, HttpStatusCode answered)
    {
        await using var app = await TestApp.StartAsync();
        var cookie = await SignInAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/min-sida", cookie));

        app.Clock.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(seconds));

        Assert.Equal(answered, await StatusAsync(app, "/min-sida", cookie));
    }

    [Theory]
    [InlineData(-1, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.Redirect)]
    public async Task A_session_ends_after_8_hours_also_when_it_is_used(int seconds, HttpStatusCode answered)
    {
        await using var app = await TestApp.StartAsync();
        var cookie = await SignInAsync(app);
        for (var used = TimeSpan.Zero; used < TimeSpan.FromHours(7.5); used += TimeSpan.FromMinutes(15))
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/min-sida", cookie));
            app.Clock.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/min-sida", cookie));
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/min-sida", cookie));
        app.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(seconds));

        Assert.Equal(answered, await StatusAsync(app, "/min-sida", cookie));
    }

    [Fact]
    public async Task Every_sign_in_gives_the_browser_a_new_secret_and_ends_the_session_it_had()
    {
        await using var app = await TestApp.StartAsync(add: MapSignIn);
        var first = await SignInOverHttpAsync(app, app.Mother.Value, cookie: null);

        var second = await SignInOverHttpAsync(app, app.Father.Value, first);

        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(app, "/min-sida", first));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/min-sida", second));
    }

    [Fact]
    public async Task A_secret_that_the_browser_brings_is_not_the_one_it_gets()
    {
        await using var app = await TestApp.StartAsync(add: MapSignIn);
        const string Fixed = "delningsnav-session=vald-av-en-annan";

        var cookie = await SignInOverHttpAsync(app, app.Mother.Value, Fixed);

        Assert.NotEqual(Fixed, cookie);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(app, "/min-sida", Fixed));
    }

    [Fact]
    public async Task A_person_sees_where_they_are_signed_in_and_ends_the_others()
    {
        await using var app = await TestApp.StartAsync();
        var other = await SignInAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        using var mother = SignedIn.At(app, app.Mother);

        var page = await mother.ReadAsync("/inloggning");
        using var ended = await mother.PostAsync("/inloggning?handler=Andra");
        var after = await mother.ReadAsync(ended.Headers.Location!.OriginalString);

        Assert.Equal(2, page.Split("Firefox, Windows</bdi>").Length - 1);
        Assert.Contains("Den här enheten", page, StringComparison.Ordinal);
        Assert.Contains("De andra enheterna är utloggade", after, StringComparison.Ordinal);
        Assert.Contains("Du är bara inloggad här", after, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(app, "/min-sida", other));
    }

    [Fact]
    public async Task Another_persons_session_cannot_be_ended_from_the_list()
    {
        await using var app = await TestApp.StartAsync();
        var fathers = await app.SignInAsync(Guardian(app.Father.Value));
        var id = Assert.Single(await app.Get<ManageSessions>().ReadAsync(new DelningsNav.Hub.Parties.Caller.Family(app.Father), Ct)).Id;
        using var mother = SignedIn.At(app, app.Mother);

        using var ended = await mother.PostAsync("/inloggning?handler=En", ("id", id.ToString()));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "/min-sida", fathers));
    }

    [Theory]
    [InlineData("/arbetsyta")]
    [InlineData("/min-sida")]
    public async Task Every_page_of_a_signed_in_person_leads_to_the_list(string path)
    {
        await using var app = await TestApp.StartAsync();
        using var reader = path == "/min-sida" ? SignedIn.At(app, app.Mother) : SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        Assert.Contains("<a href=\"/inloggning\">Inloggade enheter</a>", await reader.ReadAsync(path), StringComparison.Ordinal);
        Assert.Contains("Firefox, Windows", await reader.ReadAsync("/inloggning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_of_the_database_cannot_make_a_cookie_of_it_and_does_not_find_the_name()
    {
        await using var app = await TestApp.StartAsync();
        var secret = (await SignInAsync(app)).Split('=')[1];

        var found = await app.AskDatabaseAsync(
            $"SELECT COUNT(*) FROM sessions WHERE instr(CAST(secret_hash AS TEXT), '{secret}') > 0 "
            + "OR instr(CAST(sealed AS TEXT), 'Vera') > 0");

        Assert.Equal(0, found);
        Assert.Equal(1, await app.AskDatabaseAsync("SELECT COUNT(*) FROM sessions WHERE length(secret_hash) = 32"));
    }

    [Fact]
    public async Task A_download_and_a_redirect_of_a_signed_in_person_are_stored_by_no_cache()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);
        using var registrator = SignedIn.At(app, app.Registrator, "registratur");
        await app.GiveConsentAsync();

        using var redirect = await mother.GetAsync("/");
        using var missing = await mother.GetAsync("/min-sida/finns-inte");
        using var file = await registrator.PostAsync("/registratur/verifiera/export");

        Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);
        Assert.All([redirect, missing, file], answer => Assert.True(answer.Headers.CacheControl!.NoStore));
    }

    [Fact]
    public async Task A_form_of_another_sign_in_is_refused_with_the_name_of_the_person_who_is_signed_in_now()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother, "Vera Vanlig");
        await mother.ReadAsync("/hjalp");

        using var refused = await mother.PostWithoutTokenAsync("/logga-ut");
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Nu är Vera Vanlig inloggad i den här webbläsaren", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_for_the_person_who_is_signed_in_now_names_that_person()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother, "Vera Vanlig");

        using var refused = await mother.GetAsync("/arbetsyta");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains(
            "Nu är Vera Vanlig inloggad i den här webbläsaren",
            WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_sessions_cannot_be_read_a_page_says_that_the_service_cannot_answer()
    {
        await using var app = await TestApp.StartAsync();
        var cookie = await SignInAsync(app);
        await app.AskDatabaseAsync("ALTER TABLE sessions RENAME TO away; SELECT 0");

        using var own = await SendAsync(app, "/min-sida", cookie);
        using var open = await SendAsync(app, "/hjalp", cookie);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (own.StatusCode, open.StatusCode));
        Assert.Contains(
            "Tjänsten kan inte svara just nu", WebUtility.HtmlDecode(await own.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    private static Claim[] Guardian(Guid person) => [new(SignInSetup.PersonClaim, person.ToString()), new("area", "minsida")];

    private static Task<string> SignInAsync(TestApp app) => app.SignInAsync([.. Guardian(app.Mother.Value), new("name", "Vera Vanlig")]);

    private static Task<HttpResponseMessage> SendAsync(TestApp app, string path, string? cookie)
    {
        var request = app.Call(HttpMethod.Get, path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return TestApp.SendAsIsAsync(request);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestApp app, string path, string cookie)
    {
        using var answer = await SendAsync(app, path, cookie);
        return answer.StatusCode;
    }

    // What a way to sign in does when it knows who the person is.
    private static void MapSignIn(WebApplication app) => app.MapGet("/prov/{person:guid}", async (Guid person, HttpContext http) =>
        await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(Guardian(person), "test")))).AllowAnonymous();

    private static async Task<string> SignInOverHttpAsync(TestApp app, Guid person, string? cookie)
    {
        using var answer = await SendAsync(app, $"/prov/{person}", cookie);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}
