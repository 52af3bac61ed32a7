namespace DelningsNav.Browser;

/// <summary>Clearances for protected identities: a head gives one, the colleague sees the child, and the head ends it.</summary>
public sealed class ClearancesTests(Site site) : IClassFixture<Site>
{
    private const string Child = "Tilde";

    [Theory]
    [InlineData(360)]
    [InlineData(1280, Explicit = true)]
    public async Task A_head_clears_a_colleague_without_a_mouse_who_sees_the_child_until_it_ends(int width)
    {
        // Other tests meet a colleague who is not cleared.
        await using var own = await site.AnotherAsync();
        await using var colleague = await own.SignInAsync(View.Of(width), "miriam-tesfaye", "/arbetsyta");
        var before = await colleague.Page.Locator("main").InnerTextAsync();
        await using var head = await own.SignInAsync(View.Of(width), "gunilla-hedin", "/arbetsyta");
        await head.FollowAsync("Behörighet till skyddade personuppgifter");
        await head.LooksRightAsync("behorighet");

        await head.FollowAsync("Ge behörighet");
        await head.LooksRightAsync("behorighet-given");
        await colleague.GoAsync("/arbetsyta");
        var cleared = await colleague.Page.Locator("main").InnerTextAsync();
        await head.FollowAsync("Avsluta behörigheten");
        await head.LooksRightAsync("behorighet-avslutad");
        await colleague.GoAsync("/arbetsyta");
        var ended = await colleague.Page.Locator("main").InnerTextAsync();

        Assert.Equal(
            [false, true, false], new[] { before, cleared, ended }.Select(page => page.Contains(Child, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_system_owner_has_the_page_in_both_languages()
    {
        await using var owner = await site.SignInAsync(View.Desk, "hassan-aziz", "/administration");

        await owner.FollowAsync("Behörighet till skyddade personuppgifter");
        await owner.LooksRightAsync("administration-behorighet");
        await owner.GoAsync($"/sprak/en?till={Uri.EscapeDataString("/administration/skyddade-uppgifter")}");
        await owner.LooksRightAsync("administration-behorighet-en");
    }

    [Fact]
    public async Task The_page_in_between_says_that_the_reader_decides()
    {
        await using var visit = await site.SignInAsync(View.Phone, "sara-lindstrom", "/arbetsyta");

        await visit.GoAsync($"/vidare?till={Uri.EscapeDataString("/arbetsyta/meddelanden")}");
        await visit.LooksRightAsync("vidare");
        await visit.FollowAsync("Öppna sidan");

        Assert.EndsWith("/arbetsyta/meddelanden", visit.Page.Url, StringComparison.Ordinal);
    }
}
