namespace DelningsNav.Browser;

/// <summary>What is typed in a form remains after a change of language, and Enter takes the form's own step (ADR 0032).</summary>
public sealed class DraftsTests(Site site) : IClassFixture<Site>
{
    private const string Words = "Vi vill planera våren tillsammans med dig.";

    [Fact]
    public async Task Enter_in_a_field_takes_the_forms_own_step_and_a_change_of_language_loses_nothing_typed()
    {
        await using var visit = await AskingAsync();
        await visit.Page.Locator("#Message").FillAsync(Words);
        await visit.ShootAsync("utkast-formular");

        await visit.ClickAsync(visit.Page.Locator(".languages li button[lang='en']"));
        Assert.Equal("en", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(Words, await visit.Page.Locator("#Message").InputValueAsync());

        await visit.ClickAsync(visit.Page.Locator(".languages li button[lang='sv']"));
        await visit.Page.Locator("input[name='Uses'][value='limited']").CheckAsync();
        await visit.Page.Locator("#UsesTimes").FillAsync("3");
        await visit.Page.Locator("details summary").First.ClickAsync();
        await visit.Page.Locator("input[name='Scopes']").First.CheckAsync();
        await visit.Page.Locator("input[name='Uses'][value='limited']").FocusAsync();
        await visit.FollowAsync("Antal gånger (bara om du valde ett visst antal)");

        Assert.Contains("steg=kontroll", visit.Page.Url, StringComparison.Ordinal);
        Assert.Contains(Words, await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("utkast-kontroll");
    }

    [Fact]
    public async Task The_check_can_be_reloaded_and_leads_back_to_the_form_with_everything_in_it()
    {
        await using var visit = await AskingAsync();
        await visit.Page.Locator("#Message").FillAsync(Words);
        await visit.Page.Locator("details summary").First.ClickAsync();
        await visit.Page.Locator("input[name='Scopes']").First.CheckAsync();
        await visit.ClickAsync(visit.Page.Locator("main button[value='granska']"));

        await visit.Page.ReloadAsync();
        await visit.ClickAsync(visit.Page.Locator("button[value='andra']"));

        Assert.Equal(Words, await visit.Page.Locator("#Message").InputValueAsync());
        Assert.True(await visit.Page.Locator("input[name='Scopes']").First.IsCheckedAsync());
        await visit.LooksRightAsync("utkast-andra");
    }

    private async Task<Visit> AskingAsync()
    {
        var visit = await site.SignInAsync(View.Desk, "sara-lindstrom", "/arbetsyta");
        await visit.ClickAsync(visit.Page.Locator("tbody a", new() { HasText = "Wilma" }).First);
        await visit.GoAsync(new Uri(visit.Page.Url).AbsolutePath + "/samtycke");
        return visit;
    }
}
