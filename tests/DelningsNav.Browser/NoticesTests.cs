namespace DelningsNav.Browser;

/// <summary>What the family, the staff who confirm it and the registrators see of an ended consent.</summary>
public sealed class NoticesTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task A_family_sees_what_was_shown_and_who_has_been_notified(int width)
    {
        await using var visit = await site.SignInAsync(View.Of(width), "petra-lundgren", "/min-sida");
        await OpenConsentAsync(visit);

        Assert.True(await visit.Page.Locator("#visat").IsVisibleAsync());
        var notified = await visit.Page.Locator("section[aria-labelledby='har-fatt-veta']").InnerTextAsync();
        Assert.Contains("bekräftade", notified, StringComparison.Ordinal);
        await visit.LooksRightAsync("underrattelser-familj");
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fi")]
    [InlineData("so")]
    public async Task A_family_sees_it_in_its_own_language(string language)
    {
        await using var visit = await site.SignInAsync(View.Phone, "petra-lundgren", "/min-sida");
        await visit.GoAsync($"/sprak/{language}?till=/min-sida");

        await OpenConsentAsync(visit);

        await visit.LooksRightAsync($"underrattelser-familj-{language}");
    }

    [Fact]
    public async Task Staff_find_an_expired_consent_and_confirm_it_with_the_keyboard()
    {
        await using var visit = await site.SignInAsync(View.Phone, "sara-lindstrom", "/arbetsyta");
        await visit.Page.GetByText("samtycke över").First.WaitForAsync();
        await visit.LooksRightAsync("underrattelser-arbetsyta");
        await visit.ClickAsync(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Alva" }).First);
        await visit.LooksRightAsync("underrattelser-arende");
        await visit.FollowAsync("Se samtycket och bekräfta");
        await visit.LooksRightAsync("underrattelser-samtycken");

        await visit.FollowAsync("Vi vet om det och gör som vi har lovat");

        await visit.Page.GetByText("Tack, det är noterat").WaitForAsync();
        await visit.LooksRightAsync("underrattelser-noterat");
    }

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task A_registrator_sees_what_is_overdue_and_confirms_for_the_own_authority(int width)
    {
        await using var visit = await site.SignInAsync(View.Of(width), "ingrid-falk", "/registratur");
        await visit.LooksRightAsync("underrattelser-registratur-borjan");
        await visit.FollowAsync("Försenade underrättelser");
        await visit.LooksRightAsync("underrattelser-registratur");
        var rows = await visit.Page.Locator("tbody tr").CountAsync();

        await visit.ClickAsync(visit.Page.Locator("tbody button").First);

        await visit.LooksRightAsync("underrattelser-registratur-bekraftad");
        Assert.Equal(rows - 1, await visit.Page.Locator("tbody tr").CountAsync());
    }

    [Fact]
    public async Task The_registrators_list_speaks_English_too()
    {
        await using var visit = await site.SignInAsync(View.Desk, "torsten-back", "/registratur");

        await visit.GoAsync("/sprak/en?till=/registratur/underrattelser");

        await visit.LooksRightAsync("underrattelser-registratur-en");
    }

    // The first page shows ended consents folded.
    private static async Task OpenConsentAsync(Visit visit) =>
        await visit.GoAsync((await visit.Page.Locator("a[href^='/min-sida/samtycken/']").First.GetAttributeAsync("href"))!);
}
