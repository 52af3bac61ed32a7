using System.Net;
using DelningsNav.Hub.Sessions;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web.Tests.Administration;

/// <summary>While the hub is fenced after a restore, only the pages that confirm the restore open.</summary>
public sealed class RestorePageTests
{
    private const string Address = "/administration/aterstallning";

    [Theory]
    [InlineData("/")]
    [InlineData("/min-sida")]
    [InlineData("/arbetsyta")]
    [InlineData("/registratur")]
    [InlineData("/administration")]
    [InlineData("/regler")]
    [InlineData("/hjalp")]
    [InlineData("/log/checkpoint")]
    [InlineData("/log/tile/entries/000.p/1")]
    [InlineData("/healthz/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task Everything_else_is_closed_to_everybody(string path)
    {
        var (app, owners) = await TestApp.StartFencedAsync();
        await using var closing = app;
        using var owner = SignedIn.At(app, owners[0], "administration");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await owner.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_system_gets_the_documented_problem_and_a_reader_gets_plain_words()
    {
        var (app, _) = await TestApp.StartFencedAsync();
        await using var closing = app;
        using var mother = SignedIn.At(app, app.Mother);

        using var call = await app.SendAsync(HttpMethod.Get, "/api/v1/record-types");
        using var page = await mother.GetAsync("/min-sida");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, call.StatusCode);
        Assert.Contains(
            "restored-database", await call.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(
            "Tjänsten är stängd för kontroll", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_system_owners_open_it_at_the_page()
    {
        var (app, owners) = await TestApp.StartFencedAsync();
        await using var closing = app;
        using var first = SignedIn.At(app, owners[0], "administration");
        using var second = SignedIn.At(app, owners[1], "administration");
        Assert.Contains("Okänt, filen med kontrollpunkten saknas", await first.ReadAsync(Address), StringComparison.Ordinal);

        await first.PostAsync(Address, ("CaseNumber", "UTBN 2026/99"));
        var waiting = await second.ReadAsync(Address);
        var again = await first.ReadAsync(Address);
        using var opened = await second.PostAsync(Address, ("CaseNumber", "UTBN 2026/99"));

        Assert.Contains("Siv System har bekräftat", waiting, StringComparison.Ordinal);
        Assert.DoesNotContain("Ja, fortsätt från den här databasen", again, StringComparison.Ordinal);
        Assert.Contains(
            "Tjänsten är öppen igen", await opened.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/administration")).StatusCode);
        Assert.Equal(1, await app.AskDatabaseAsync($"SELECT COUNT(*) FROM log_entries WHERE kind = '{EntryKinds.LogRestored}'"));
        Assert.Equal(HttpStatusCode.NotFound, (await second.GetAsync(Address)).StatusCode);
    }

    [Fact]
    public async Task Another_number_than_the_first_persons_is_refused_and_opens_nothing()
    {
        var (app, owners) = await TestApp.StartFencedAsync();
        await using var closing = app;
        using var first = SignedIn.At(app, owners[0], "administration");
        using var second = SignedIn.At(app, owners[1], "administration");
        await first.PostAsync(Address, ("CaseNumber", "UTBN 2026/99"));

        using var other = await second.PostAsync(Address, ("CaseNumber", "UTBN 2026/100"));
        var refused = WebUtility.HtmlDecode(await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var still = await second.GetAsync("/administration");
        using var same = await second.PostAsync(Address, ("CaseNumber", "UTBN 2026/99"));

        Assert.Contains("angav ett annat diarienummer", refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, still.StatusCode);
        Assert.Contains(
            "Tjänsten är öppen igen", await same.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registratur", HttpStatusCode.Forbidden)]
    [InlineData("administration", HttpStatusCode.NotFound)]
    public async Task A_person_who_may_not_confirm_is_refused_and_counted_though_nothing_can_be_logged(string area, HttpStatusCode refusal)
    {
        var (app, _) = await TestApp.StartFencedAsync();
        await using var closing = app;
        using var registrator = SignedIn.At(app, app.Registrator, area);

        using var refused = await registrator.GetAsync(Address);

        Assert.Equal(refusal, refused.StatusCode);
        Assert.Equal(1, await app.Get<AttemptCounts>().TodayAsync(AttemptKind.FencedOpening, TestContext.Current.CancellationToken));
        Assert.Contains(
            app.Log.All, line => line.Contains($"Staff were refused {Address} while the hub is fenced", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readiness_says_that_the_database_was_restored()
    {
        var (app, _) = await TestApp.StartFencedAsync();
        await using var closing = app;

        using var ready = await app.SendAsync(HttpMethod.Get, "/healthz/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(
            "restored-database", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_diarienummer_is_named_and_confirms_nothing()
    {
        var (app, owners) = await TestApp.StartFencedAsync();
        await using var closing = app;
        using var owner = SignedIn.At(app, owners[0], "administration");

        using var answer = await owner.PostAsync(Address, ("CaseNumber", ""));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("Siv System har bekräftat", await owner.ReadAsync(Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_session_must_sign_in_again_first()
    {
        var (app, owners) = await TestApp.StartFencedAsync();
        await using var closing = app;
        using var owner = SignedIn.At(app, owners[0], "administration", returns: false);
        await owner.ReadAsync(Address);
        app.Clock.Advance(TimeSpan.FromMinutes(11));

        using var answer = await owner.PostAsync(Address, ("CaseNumber", "UTBN 2026/99"));

        Assert.Contains(
            "Logga ut och logga in på nytt", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }
}
