using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>A system owner's main task, with the keyboard: from a signed file to rules in force, and out of use again.</summary>
public sealed class AdministrationTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData(360)]
    [InlineData(1280, Explicit = true)]
    public async Task A_system_owner_receives_compares_tries_adopts_and_activates_a_set_and_retires_it_again(int width)
    {
        // This test changes which rules apply in the whole city, so it has a city of its own.
        await using var own = await site.AnotherAsync();
        await using var visit = await own.SignInAsync(View.Of(width), "maja-holmgren", "/administration");
        await visit.LooksRightAsync("administration");

        await ReceiveAsync(visit, Path.Combine(own.Folder, "regler-kandidat.bundle"));
        await TryAsync(visit);
        await AdoptAsync(visit);
        await ActivateAsync(visit);
        await RetireAsync(visit);

        await RegistratorSeesAsync(own, View.Of(width));
    }

    [Theory]
    [InlineData("/administration", "administration")]
    [InlineData("/administration/ta-emot", "administration-ta-emot")]
    public async Task The_pages_are_in_English_too(string path, string name)
    {
        await using var visit = await site.SignInAsync(View.Desk, "hassan-aziz", "/administration");

        await visit.GoAsync($"/sprak/en?till={Uri.EscapeDataString(path)}");

        Assert.Equal("en", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        await visit.LooksRightAsync($"{name}-en");
    }

    [Fact]
    public async Task The_set_in_force_has_a_page_in_both_languages_where_another_authority_decides_less()
    {
        await using var visit = await site.SignInAsync(View.Desk, "hassan-aziz", "/administration");
        await visit.ClickAsync(visit.Page.Locator("tbody a").First);

        Assert.Equal(0, await visit.Page.GetByText("Ta ur bruk").CountAsync());
        Assert.True(await visit.Page.GetByText("Ta tillbaka antagandet").IsVisibleAsync());
        await visit.LooksRightAsync("administration-galler-annan");
        await visit.ClickAsync(visit.Page.GetByText("Ta tillbaka antagandet"));
        await visit.LooksRightAsync("administration-ta-tillbaka");
        await visit.GoAsync($"/sprak/en?till={Uri.EscapeDataString(new Uri(visit.Page.Url).AbsolutePath)}");
        await visit.LooksRightAsync("administration-ta-tillbaka-en");
    }

    [Fact]
    public async Task Others_read_that_the_page_is_not_open_to_them()
    {
        await using var visit = await site.SignInAsync(View.Desk, "ingrid-falk", "/registratur");

        var answer = await visit.GoAsync("/administration");

        Assert.Equal(403, answer!.Status);
        Assert.Equal("Den här sidan är inte öppen för dig", await visit.Page.Locator("h1").InnerTextAsync());
    }

    private static async Task ReceiveAsync(Visit visit, string file)
    {
        await visit.FollowAsync("Ta emot en regeluppsättning");
        await visit.LooksRightAsync("administration-ta-emot");
        await visit.FollowAsync("Kontrollera och ta emot");
        Assert.Equal(1, await visit.Page.Locator(".error-summary li").CountAsync());
        await visit.LooksRightAsync("administration-ta-emot-fel");
        await visit.Page.Locator("#Bundle").SetInputFilesAsync(
            new FilePayload { Name = "brev.txt", MimeType = "text/plain", Buffer = "Ett brev"u8.ToArray() });
        await visit.FollowAsync("Kontrollera och ta emot");
        await visit.LooksRightAsync("administration-ta-emot-annan-fil");
        await visit.Page.Locator("#Bundle").SetInputFilesAsync(file);
        await visit.FollowAsync("Kontrollera och ta emot");
        Assert.EndsWith("är mottagen", await HeadingAsync(visit), StringComparison.Ordinal);
        await visit.LooksRightAsync("administration-mottagen");
        await visit.FollowAsync("Se version");
        Assert.True(await visit.Page.GetByText("Prov som besvaras på ett annat sätt").First.IsVisibleAsync());
        await visit.LooksRightAsync("administration-version");
        await ReadTextsAsync(visit);
    }

    private static async Task ReadTextsAsync(Visit visit)
    {
        var texts = visit.Page.Locator(".consent-text");
        await texts.Nth(0).Locator("summary").PressAsync("Enter");
        await texts.Nth(4).Locator("summary").PressAsync("Enter");
        Assert.True(await texts.Nth(0).GetByText("Det är bara du som bestämmer.").First.IsVisibleAsync());
        Assert.True(await texts.Nth(0).GetByText("Tillagd rad:").IsVisibleAsync());
        Assert.Equal(0, await texts.Nth(4).Locator("ins, del").CountAsync());
        await visit.LooksRightAsync("administration-version-texter");
        await visit.GoAsync(visit.Page.Url);
    }

    private static async Task TryAsync(Visit visit)
    {
        await visit.FollowAsync("Pröva mot tidigare beslut");
        await visit.LooksRightAsync("administration-prova");
        await visit.FollowAsync("Pröva nu");
        await visit.Page.GetByText("Svar som ändras:").WaitForAsync();
        Assert.True(await visit.Page.GetByText("Lämnas ut blir Till prövning").IsVisibleAsync());
        Assert.DoesNotContain("Lindqvist", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("administration-provad");
        await visit.FollowAsync("Se version");
    }

    private static async Task AdoptAsync(Visit visit)
    {
        await visit.FollowAsync("Anta reglerna");
        await visit.FollowAsync("Fortsätt");
        Assert.Equal(2, await visit.Page.Locator(".error-summary li").CountAsync());
        await visit.LooksRightAsync("administration-anta-fel");
        await visit.Page.Locator("#CaseNumber").FillAsync("UBN 2026/0731");
        await visit.Page.Locator("#DecisionDay").FillAsync("2026-11-01");
        await visit.FollowAsync("Fortsätt");
        await visit.LooksRightAsync("administration-anta-kontroll");
        await visit.FollowAsync("Ändra uppgifterna");
        Assert.Equal("UBN 2026/0731", await visit.Page.Locator("#CaseNumber").InputValueAsync());
        await visit.FollowAsync("Fortsätt");
        await visit.FollowAsync("Registrera att vi har antagit den");
        Assert.StartsWith("Ni har antagit version", await HeadingAsync(visit), StringComparison.Ordinal);
        await visit.LooksRightAsync("administration-antagen");
        await visit.FollowAsync("Se version");
    }

    private static async Task ActivateAsync(Visit visit)
    {
        await visit.FollowAsync("Sätt i kraft");
        await visit.LooksRightAsync("administration-satt-i-kraft");
        await visit.TabToAsync("Så snart du har bekräftat");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.Page.Locator("#CaseNumber").FillAsync("STAD 2026/88");
        await visit.FollowAsync("Fortsätt");
        Assert.True(await visit.Page.GetByText("Järva stadsdelsnämnd").IsVisibleAsync());
        await visit.LooksRightAsync("administration-satt-i-kraft-kontroll");
        await visit.FollowAsync("Sätt i kraft nu");
        Assert.EndsWith("gäller", await HeadingAsync(visit), StringComparison.Ordinal);
        await visit.LooksRightAsync("administration-i-kraft");
        await visit.FollowAsync("Till Administration");
        Assert.Contains("-kandidat", await visit.Page.Locator(".summary-list").First.InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("administration-galler");
    }

    private static async Task RetireAsync(Visit visit)
    {
        await visit.FollowAsync("-kandidat");
        await visit.FollowAsync("Ta ur bruk");
        await visit.LooksRightAsync("administration-ta-ur-bruk");
        await visit.Page.Locator("#CaseNumber").FillAsync("STAD 2026/89");
        await visit.FollowAsync("Ta ur bruk för gott");
        Assert.EndsWith("är tagen ur bruk", await HeadingAsync(visit), StringComparison.Ordinal);
        await visit.FollowAsync("Till Administration");
        Assert.True(await visit.Page.GetByText("Inget lämnas ut automatiskt").First.IsVisibleAsync());
        await visit.LooksRightAsync("administration-larm");
    }

    private static async Task RegistratorSeesAsync(Site site, View view)
    {
        await using var visit = await site.SignInAsync(view, "ingrid-falk", "/registratur");
        await visit.GoAsync("/registratur/logg?handelse=policy-set-adopted");
        await visit.ClickAsync(visit.Page.Locator("tbody a").First);
        Assert.True(await visit.Page.GetByText("UBN 2026/0731").First.IsVisibleAsync());
        Assert.True(await visit.Page.GetByText("Maja Holmgren").First.IsVisibleAsync());
        await visit.LooksRightAsync("registratur-post-regler");
    }

    private static Task<string> HeadingAsync(Visit visit) => visit.Page.Locator("h1").InnerTextAsync();
}
