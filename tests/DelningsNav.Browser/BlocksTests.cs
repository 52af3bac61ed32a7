using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>Blocking at Min sida and emergency access in Arbetsyta and Registratur, in the demo city, with the keyboard only.</summary>
public sealed class BlocksTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task On_a_phone_a_guardian_blocks_a_record_and_lifts_the_block()
    {
        await using var visit = await SignInAsync(View.Phone, "Anna Lindqvist");
        await visit.FollowAsync("Spärra uppgifter");
        await visit.LooksRightAsync("sparrar-tom");

        await visit.FollowAsync("Spärra något");
        await visit.LooksRightAsync("sparr-vad");
        await visit.Page.Locator("select").SelectOptionAsync(new SelectOptionValue { Value = "betyg" });
        await visit.FollowAsync("Fortsätt");
        await visit.LooksRightAsync("sparr-hos");
        await visit.FollowAsync("Fortsätt");
        await visit.LooksRightAsync("sparr-till");
        await visit.FollowAsync("Fortsätt");
        await visit.LooksRightAsync("sparr-kontroll");

        await visit.FollowAsync("Spärra nu");
        Assert.Equal("Det är spärrat", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("sparr-klart");
        await visit.FollowAsync("Till spärrarna");
        await visit.LooksRightAsync("sparrar");

        await visit.FollowAsync("Häv spärren");
        await visit.LooksRightAsync("sparr-hav");
        await visit.FollowAsync("Häv spärren nu");
        Assert.Contains("Spärren är hävd", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("sparrar-havd");
    }

    [Fact]
    public async Task A_guardian_who_chooses_nothing_reads_what_to_choose_also_in_Arabic()
    {
        await using var visit = await SignInAsync(View.Phone, "Anna Lindqvist");
        await visit.FollowAsync("Spärra uppgifter");
        await visit.FollowAsync("Spärra något");
        await visit.FollowAsync("Fortsätt");
        await visit.FollowAsync("Fortsätt");
        await visit.FollowAsync("Fortsätt");

        Assert.Equal(1, await visit.Page.Locator(".error-summary li").CountAsync());
        await visit.LooksRightAsync("sparr-inget");
        await visit.GoAsync($"/sprak/ar?till={Uri.EscapeDataString(new Uri(visit.Page.Url).PathAndQuery)}");
        await visit.LooksRightAsync("sparr-inget-ar");
    }

    [Fact]
    public async Task On_a_phone_staff_open_in_an_emergency_after_a_no_and_end_it()
    {
        await using var visit = await SignInAsync(View.Phone, "Sara Lindström");
        await visit.FollowAsync("Alva");
        await visit.FollowAsync("Be om en uppgift");
        await visit.ClickAsync(visit.Page.Locator(".task a", new() { HasText = "Grundskola" }).First);
        await visit.TabToAsync("Betyg");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.TabToAsync("Varför behöver ni uppgifterna?");
        await visit.Page.Keyboard.TypeAsync("Vi söker Alva.");
        await visit.FollowAsync("Skicka begäran");
        await visit.TabToAsync("Behöver ett barn hjälp genast?");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.LooksRightAsync("svar-nodoppna");
        await visit.FollowAsync("Till nödöppning");
        await visit.LooksRightAsync("nodoppna");
        await visit.FollowAsync("Fortsätt till kontroll");
        Assert.Equal(1, await visit.Page.Locator(".error-summary a").CountAsync());
        await visit.LooksRightAsync("nodoppna-fel");

        await visit.TabToAsync("Vad är nödläget");
        await visit.Page.Keyboard.TypeAsync("Alva kom inte hem efter skolan.");
        await visit.FollowAsync("Fortsätt till kontroll");
        await visit.LooksRightAsync("nodoppna-kontroll");
        await visit.FollowAsync("Nödöppna");
        Assert.Contains("Nödöppning gäller till", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("nodoppnat");

        await visit.FollowAsync("Avsluta nödöppningen");
        Assert.DoesNotContain("Nödöppning gäller till", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_a_desk_the_holders_registrator_closes_a_review()
    {
        await using var assessor = await SignInAsync(View.Desk, "Helena Åström");
        await assessor.GoAsync("/arbetsyta/provningar");
        await assessor.LooksRightAsync("provningar-nodoppning");
        await using var visit = await SignInAsync(View.Desk, "Ingrid Falk");
        await visit.LooksRightAsync("registratur-nodoppning");
        await visit.FollowAsync("Alla granskningar");
        await visit.LooksRightAsync("granskningar");
        await visit.FollowAsync("Frånvaro");
        await visit.FollowAsync("Avsluta granskningen");
        Assert.Equal(2, await visit.Page.Locator(".error-summary a").CountAsync());
        await visit.LooksRightAsync("granskning-fel");

        await visit.TabToAsync("Det var ett nödläge");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.TabToAsync("Varför?");
        await visit.Page.Keyboard.TypeAsync("Polisen var kopplad, och ett dygn hade räckt.");
        await visit.FollowAsync("Avsluta granskningen");
        Assert.Contains("Granskningen är avslutad", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("granskningar-avslutad");
    }

    private async Task<Visit> SignInAsync(View view, string name)
    {
        var visit = await site.VisitAsync(view, "/logga-in");
        await visit.FollowAsync(name);
        return visit;
    }
}
