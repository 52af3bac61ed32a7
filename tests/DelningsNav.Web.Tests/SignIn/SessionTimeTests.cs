using DelningsNav.Web.SignIn;

namespace DelningsNav.Web.Tests.SignIn;

/// <summary>The pages warn before a session ends, without script, and nothing typed is lost (ADR 0034).</summary>
public sealed class SessionTimeTests
{
    [Fact]
    public async Task A_page_that_is_only_read_has_the_warning_in_it_with_a_way_to_go_on()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);

        var page = await mother.ReadAsync("/min-sida");

        Assert.Contains("<div class=\"session-ends later\" role=\"alert\">", page, StringComparison.Ordinal);
        Assert.Contains("Du loggas ut klockan 10.30 om du inte fortsätter.", page, StringComparison.Ordinal);
        Assert.Contains("<a class=\"button\" href=\"/min-sida\">Fortsätt vara inloggad</a>", page, StringComparison.Ordinal);
        Assert.Contains("covered-at-end", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_nobody_has_no_warning()
    {
        await using var app = await TestApp.StartAsync();
        using var nobody = SignedIn.At(app, null, "");

        Assert.DoesNotContain("session-ends", await nobody.ReadAsync("/hjalp"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_style_sheet_shows_the_warning_five_minutes_before_the_end_and_covers_the_page_at_the_end()
    {
        await using var app = await TestApp.StartAsync();
        using var nobody = SignedIn.At(app, null, "");

        var sheet = await nobody.ReadAsync("/delningsnav.css");

        Assert.Equal(TimeSpan.FromMinutes(5), SessionTime.CoversAfter - SessionTime.WarnsAfter);
        var (warns, covers) = ((int)SessionTime.WarnsAfter.TotalSeconds, (int)SessionTime.CoversAfter.TotalSeconds);
        Assert.Contains($"session-warns 1ms linear {warns}s forwards", sheet, StringComparison.Ordinal);
        Assert.Contains($"session-covers 1ms linear {covers}s forwards", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_a_form_stays_and_says_until_when_and_can_extend_in_another_tab()
    {
        await using var app = await TestApp.StartAsync();
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");
        var form = await staff.ReadAsync($"/arbetsyta/arenden/{app.Case}/samtycke");
        app.Clock.Advance(TimeSpan.FromMinutes(10));

        var extended = await staff.ReadAsync("/inloggning/forlang");

        Assert.DoesNotContain("covered-at-end", form, StringComparison.Ordinal);
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

        var page = await mother.ReadAsync("/min-sida");

        Assert.Contains("<div class=\"session-ends\" role=\"status\">", page, StringComparison.Ordinal);
        Assert.Contains("Då har du varit inloggad i åtta timmar", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Fortsätt vara inloggad", page, StringComparison.Ordinal);
    }

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
}
