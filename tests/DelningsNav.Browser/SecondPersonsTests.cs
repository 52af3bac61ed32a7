using DelningsNav.Tests.Files;

namespace DelningsNav.Browser;

/// <summary>
/// Statements of one member of staff that another confirms: answers on paper and given orally, and a prevented guardian.
/// </summary>
public sealed class SecondPersonsTests(Site site) : IClassFixture<Site>
{
    private const string Asker = "sara-lindstrom";
    private const string Lead = "peter-wallgren";

    // Each width has a case of its own, and no answer is left for other tests to find.
    [Theory]
    [InlineData(360, "Hugo")]
    [InlineData(1280, "Elias", Explicit = true)]
    public async Task Without_a_mouse_a_paper_answer_is_printed_recorded_and_not_confirmed_by_a_colleague(int width, string child)
    {
        await using var asker = await SignedInAsync(View.Of(width), Asker);
        await OpenConsentsAsync(asker, child);
        await asker.LooksRightAsync("samtycken-svar");
        await asker.FollowAsync("Blankett att skriva ut");
        await asker.LooksRightAsync("blankett");
        var number = (await asker.Page.Locator(".paper-form .code").First.InnerTextAsync()).Trim();
        await asker.GoAsync($"{asker.Page.Url}?text=ar");
        await asker.LooksRightAsync("blankett-ar");
        await asker.GoAsync(asker.Page.Url.Replace("text=ar", "text=sv", StringComparison.Ordinal));
        await asker.FollowAsync("Registrera svar på papper");
        await asker.LooksRightAsync("svar-papper");

        await asker.FollowAsync("Lämna till en kollega");
        Assert.Equal(7, await asker.Page.Locator(".error-summary a").CountAsync());
        await asker.LooksRightAsync("svar-papper-fel");
        await asker.Page.Locator("input[name='Signer']").First.CheckAsync();
        await asker.Page.Locator("input[name='Answer'][value='Yes']").CheckAsync();
        await asker.Page.Locator("#Day").FillAsync($"{DateTime.Today:yyyy-MM-dd}");
        await asker.Page.Locator("#Code").FillAsync(number);
        await asker.Page.Locator("#Identified").FillAsync("Visade pass vid mötet.");
        await asker.Page.Locator("#Reason").FillAsync("Har ingen e-legitimation.");
        await asker.Page.Locator("#Upload").SetInputFilesAsync(
            new Microsoft.Playwright.FilePayload { Name = "blankett.pdf", MimeType = "application/pdf", Buffer = TinyPdf.Of() });
        await asker.FollowAsync("Lämna till en kollega");
        Assert.Contains("Svaret väntar på en kollega", await asker.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await asker.LooksRightAsync("samtycken-nedtecknat");
        await asker.FollowAsync("Svar på papper, registrerat av");
        Assert.Equal(0, await asker.Page.Locator("main form").CountAsync());
        await asker.LooksRightAsync("bekrafta-egen");

        await using var lead = await SignedInAsync(View.Of(width), Lead);
        await lead.LooksRightAsync("arbetsyta-bekrafta");
        await lead.FollowAsync("registrerat svar väntar");
        await lead.LooksRightAsync("bekrafta");
        await lead.FollowAsync("Svar på papper i");
        await lead.LooksRightAsync("bekrafta-en");
        await lead.FollowAsync("Spara");
        await lead.LooksRightAsync("bekrafta-fel");
        await lead.Page.Locator("input[name='IsRight'][value='False']").CheckAsync();
        await lead.Page.Locator("#Why").FillAsync("Namnteckningen saknas.");
        await lead.FollowAsync("Spara");
        await lead.LooksRightAsync("bekrafta-nekat");
        Assert.Contains("Svaret är inte bekräftat", await lead.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_is_read_out_and_the_oral_answer_recorded_or_the_consent_withdrawn_in_one_step()
    {
        await using var asker = await SignedInAsync(View.Phone, Asker);
        await OpenConsentsAsync(asker, "Hugo");
        await asker.FollowAsync("Registrera muntligt svar");
        Assert.True(await asker.Page.Locator(".wording p").CountAsync() > 1);
        await asker.LooksRightAsync("svar-muntligt");
        await asker.Page.GoBackAsync();
        await asker.FollowAsync("Återkalla på familjens begäran");
        await asker.LooksRightAsync("aterkalla-personal");
        await asker.Page.GoBackAsync();
        await asker.FollowAsync("Registrera ett beslut om åtgärd");
        await asker.FollowAsync("Registrera beslutet");
        Assert.Equal(5, await asker.Page.Locator(".error-summary a").CountAsync());
        await asker.LooksRightAsync("atgardsbeslut-fel");
    }

    [Theory]
    [InlineData(360, "Hugo")]
    [InlineData(1280, "Elias", Explicit = true)]
    public async Task A_prevented_guardian_is_stated_in_the_ask_and_decided_by_a_lead(int width, string child)
    {
        await using var asker = await SignedInAsync(View.Of(width), Asker);
        await asker.ClickAsync(asker.Page.Locator("tbody a", new() { HasText = child }).First);
        await asker.FollowAsync("Be familjen om samtycke");
        await asker.Page.Locator("form details").First.EvaluateAsync("e => e.open = true");
        await asker.Page.Locator("form details input[type='checkbox']").First.CheckAsync();
        await asker.TabToAsync("Kan en vårdnadshavare inte delta?");
        await asker.Page.Keyboard.PressAsync("Enter");
        await asker.Page.Locator("input[name='Prevented.Guardian']").Last.CheckAsync();
        await asker.FollowAsync("Granska frågan");
        await asker.LooksRightAsync("samtycke-forhindrad-fel");
        await asker.Page.Locator("input[name='Prevented.Cause'][value='Away']").CheckAsync();
        await asker.Page.Locator("#Prevented_Reason").FillAsync("Till sjöss till den 20:e, rederiet har bekräftat.");
        await asker.Page.Locator("#Prevented_Urgency").FillAsync("Planeringsmötet är i morgon.");
        if (await asker.Page.Locator("#ChildsView").CountAsync() > 0)
        {
            await asker.Page.Locator("#ChildsView").FillAsync("Det känns bra.");
        }

        await asker.FollowAsync("Granska frågan");
        await asker.LooksRightAsync("samtycke-forhindrad-granska");
        await asker.FollowAsync("Skicka");
        await asker.GoAsync(asker.Page.Url.Split("/samtycke")[0] + "/samtycken");
        await asker.LooksRightAsync("samtycken-forhindrad");

        await using var lead = await SignedInAsync(View.Of(width), Lead);
        await lead.GoAsync("/arbetsyta/forhinder");
        await lead.LooksRightAsync("forhinder");
        await lead.FollowAsync("Förhindrad vårdnadshavare i");
        await lead.LooksRightAsync("forhinder-en");
        await lead.Page.Locator("input[name='Decision'][value='Confirmed']").CheckAsync();
        await lead.Page.Locator("#Reason").FillAsync("Har själv ringt rederiet.");
        await lead.FollowAsync("Fatta beslutet");
        await lead.LooksRightAsync("forhinder-klart");
    }

    private static async Task OpenConsentsAsync(Visit visit, string child)
    {
        await visit.ClickAsync(visit.Page.Locator("tbody a", new() { HasText = child }).First);
        await visit.GoAsync(visit.Page.Url + "/samtycken");
    }

    private Task<Visit> SignedInAsync(View view, string person) => site.SignInAsync(view, person, "/arbetsyta");
}
