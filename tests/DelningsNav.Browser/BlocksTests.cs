using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>Blocking at Min sida and emergency access in Arbetsyta and Registratur, in the demo city, with the keyboard only.</summary>
public sealed class BlocksTests(Site site)
{
    [Fact]
    public async Task On_a_phone_a_guardian_blocks_a_record_and_lifts_the_block()
    {
        await using var visit = await SignInAsync(View.Phone, "Anna Lindqvist");
        await visit.FollowAsync("Spärra uppgifter");
        await LooksRightInBothAsync(visit, View.Phone, "sparrar-tom");

        await visit.FollowAsync("Spärra något");
        await LooksRightInBothAsync(visit, View.Phone, "sparr-vad");
        await visit.Page.Locator("select").SelectOptionAsync(new SelectOptionValue { Value = "betyg" });
        await visit.FollowAsync("Fortsätt");
        await LooksRightInBothAsync(visit, View.Phone, "sparr-hos");
        await visit.FollowAsync("Fortsätt");
        await LooksRightInBothAsync(visit, View.Phone, "sparr-till");
        await visit.FollowAsync("Fortsätt");
        await LooksRightInBothAsync(visit, View.Phone, "sparr-kontroll");

        await visit.FollowAsync("Spärra nu");
        Assert.Equal("Det är spärrat", await visit.Page.Locator("h1").InnerTextAsync());
        await LooksRightInBothAsync(visit, View.Phone, "sparr-klart");
        await visit.FollowAsync("Till spärrarna");
        await LooksRightInBothAsync(visit, View.Phone, "sparrar");

        await visit.FollowAsync("Häv spärren");
        await LooksRightInBothAsync(visit, View.Phone, "sparr-hav");
        await visit.FollowAsync("Häv spärren nu");
        Assert.Contains("Spärren är hävd", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await LooksRightInBothAsync(visit, View.Phone, "sparrar-havd");
    }

    [Fact]
    public async Task One_who_names_nothing_is_told_what_to_choose_also_in_Arabic()
    {
        await using var visit = await SignInAsync(View.Phone, "Anna Lindqvist");
        await visit.FollowAsync("Spärra uppgifter");
        await visit.FollowAsync("Spärra något");
        await visit.FollowAsync("Fortsätt");
        await visit.FollowAsync("Fortsätt");
        await visit.FollowAsync("Fortsätt");

        Assert.Equal(1, await visit.Page.Locator(".error-summary li").CountAsync());
        await LooksRightInBothAsync(visit, View.Phone, "sparr-inget");
        await visit.GoAsync($"/sprak/ar?till={Uri.EscapeDataString(new Uri(visit.Page.Url).PathAndQuery)}");
        await LooksRightInBothAsync(visit, View.Phone, "sparr-inget-ar");
    }

    private async Task<Visit> SignInAsync(View view, string name)
    {
        var visit = await site.VisitAsync(view, "/logga-in");
        await visit.FollowAsync(name);
        return visit;
    }

    private static async Task LooksRightInBothAsync(Visit visit, View view, string name)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await new Visit(visit.Page, view with { Scheme = scheme }).LooksRightAsync(name);
        }
    }
}
