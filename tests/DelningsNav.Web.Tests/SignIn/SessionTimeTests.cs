using System.Text.RegularExpressions;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Web.Tests.SignIn;

/// <summary>The pages warn before a session ends, without script, and nothing typed is lost (ADR 0034).</summary>
public sealed partial class SessionTimeTests
{
    [Fact]
    public async Task A_page_that_is_only_read_leads_to_the_warning_five_minutes_before_the_end()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);

        var refresh = Refresh().Match(await mother.ReadAsync("/min-sida"));

        Assert.Equal(25 * 60, int.Parse(refresh.Groups["seconds"].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("/inloggning/tid?till=%2Fmin-sida", refresh.Groups["to"].Value);
    }

    [Fact]
    public async Task The_warning_offers_to_go_on_and_loads_itself_again()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother, returns: false);
        await mother.ReadAsync("/min-sida");
        app.Clock.Advance(TimeSpan.FromMinutes(25));

        var page = await mother.ReadAsync("/inloggning/tid?till=%2Fmin-sida");

        Assert.Contains("Minuter kvar: 5.", page, StringComparison.Ordinal);
        Assert.Contains("<a class=\"button\" href=\"/min-sida\">Fortsätt vara inloggad</a>", page, StringComparison.Ordinal);
        Assert.Matches("<meta http-equiv=\"refresh\" content=\"240\"", page);
    }

    [Fact]
    public async Task The_warning_does_not_extend_the_session_and_leads_to_the_sign_in_when_it_has_ended()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother, returns: false);
        await mother.ReadAsync("/min-sida");
        app.Clock.Advance(TimeSpan.FromMinutes(29));
        await mother.ReadAsync("/inloggning/tid?till=%2Fmin-sida");
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        using var over = await mother.GetAsync("/inloggning/tid?till=%2Fmin-sida");

        Assert.Equal("/logga-in?till=%2Fmin-sida", over.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_warning_leads_to_no_other_site()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);

        var page = await mother.ReadAsync("/inloggning/tid?till=%2F%2Fevil.example");

        Assert.Contains("<a class=\"button\" href=\"/\">Fortsätt vara inloggad</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_a_form_stays_and_says_until_when_and_can_extend_in_another_tab()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var form = await staff.ReadAsync($"/arbetsyta/arenden/{app.Case}/samtycke");
        app.Clock.Advance(TimeSpan.FromMinutes(10));

        var extended = await staff.ReadAsync("/inloggning/forlang");

        Assert.DoesNotContain("http-equiv=\"refresh\"", form, StringComparison.Ordinal);
        Assert.Contains("Du är inloggad till klockan 10.30.", form, StringComparison.Ordinal);
        Assert.Contains("det du har skrivit finns kvar", form, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/inloggning/forlang\" target=\"_blank\">", form, StringComparison.Ordinal);
        Assert.Contains("Du är inloggad till klockan 10.40.", extended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_last_minutes_of_the_eight_hours_the_warning_says_so()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother, returns: false);
        for (var i = 0; i < 19; i++)
        {
            await mother.ReadAsync("/min-sida");
            app.Clock.Advance(TimeSpan.FromMinutes(25));
        }

        await mother.ReadAsync("/min-sida");
        var page = await mother.ReadAsync("/inloggning/tid?till=%2Fmin-sida");

        Assert.Contains("Då har du varit inloggad i åtta timmar", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Fortsätt vara inloggad", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 25)]
    [InlineData(7, 2)]
    [InlineData(5, 4)]
    public void The_browser_goes_to_the_warning_when_five_minutes_or_one_are_left(int left, int until) =>
        Assert.Equal(TimeSpan.FromMinutes(until), SessionTime.UntilWarning(TimeSpan.FromMinutes(left)));

    [Fact]
    public void A_page_is_never_left_so_early_that_the_session_is_still_open() =>
        Assert.True(SessionTime.UntilWarning(TimeSpan.FromSeconds(90)) > TimeSpan.FromSeconds(90));

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows")]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1",
        "Safari, iPhone")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
        "Edge, Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile", "Chrome, Android")]
    [InlineData("2013051223 82 curl", "")]
    public void A_browser_is_known_by_a_coarse_name_only(string header, string name) => Assert.Equal(name, BrowserName.Of(header));

    [GeneratedRegex("<meta http-equiv=\"refresh\" content=\"(?<seconds>\\d+);url=(?<to>[^\"]+)\"")]
    private static partial Regex Refresh();
}
