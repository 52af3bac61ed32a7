namespace DelningsNav.Browser;

/// <summary>The warning before a session ends comes without script and takes nothing away (ADR 0034).</summary>
public sealed class SessionEndsTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task A_page_that_is_only_read_warns_after_25_minutes_and_is_covered_after_30(int width)
    {
        await using var visit = await site.SignInAsync(View.Of(width), "amina-yusuf", "/min-sida");
        var (warning, heading) = (visit.Page.Locator(".session-ends"), visit.Page.Locator("h1"));

        await ShowForAsync(visit, TimeSpan.FromMinutes(25) - TimeSpan.FromSeconds(1));
        Assert.False(await warning.IsVisibleAsync());
        await ShowForAsync(visit, TimeSpan.FromMinutes(25) + TimeSpan.FromSeconds(1));
        Assert.True(await warning.IsVisibleAsync());
        Assert.True(await heading.IsVisibleAsync());
        await visit.LooksRightAsync("inloggning-varning");

        await ShowForAsync(visit, TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(1));
        Assert.False(await heading.IsVisibleAsync());
        Assert.Equal("Sidan visas inte längre", (await visit.Page.Locator("main").InnerTextAsync()).Trim());
        await visit.LooksRightAsync("inloggning-slut");

        await visit.FollowAsync("Fortsätt vara inloggad");
        Assert.True(await heading.IsVisibleAsync());
        Assert.False(await warning.IsVisibleAsync());
    }

    [Fact]
    public async Task What_is_typed_in_a_form_stays_when_the_warning_comes_and_the_time_is_extended_in_another_tab()
    {
        await using var visit = await site.SignInAsync(View.Desk, "sara-lindstrom", "/arbetsyta");
        await visit.ClickAsync(visit.Page.Locator("tbody a", new() { HasText = "Wilma" }).First);
        await visit.GoAsync(new Uri(visit.Page.Url).AbsolutePath + "/samtycke");
        await visit.Page.Locator("#Message").FillAsync("Vi vill planera våren.");
        await ShowForAsync(visit, TimeSpan.FromMinutes(31));

        var tab = await visit.Page.Context.RunAndWaitForPageAsync(
            () => visit.Page.Locator(".session-ends a").ClickAsync());
        await tab.WaitForLoadStateAsync();

        Assert.Equal("Tiden är förlängd", await tab.Locator("h1").InnerTextAsync());
        Assert.Equal("Vi vill planera våren.", await visit.Page.Locator("#Message").InputValueAsync());
        Assert.True(await visit.Page.Locator("#Message").IsVisibleAsync());
    }

    /// <summary>Sets the page's own clock of animations, as if it had been shown for so long.</summary>
    private static Task ShowForAsync(Visit visit, TimeSpan time) => visit.Page.EvaluateAsync(
        "ms => document.getAnimations().forEach(a => { a.currentTime = ms; })", time.TotalMilliseconds);
}
