using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>The rules as a lawyer, a member of staff and anybody else reads them, with the keyboard and on paper.</summary>
public sealed class ReglerTests(Site site) : IClassFixture<Site>
{
    private const string Cell = "/regler/kommunal-elevhalsa/socialnamnd/psykologiskt-underlag";

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task Anybody_chooses_a_direction_reads_a_cell_and_comes_to_the_text_of_a_rule(int width)
    {
        await using var visit = await site.VisitAsync(View.Of(width), "/regler");
        await visit.LooksRightAsync("regler");

        await visit.Page.Locator("#fran").SelectOptionAsync("socialnamnd");
        await visit.Page.Locator("#till").SelectOptionAsync("kommunal-skola");
        await visit.Page.Locator("#uppgift").FocusAsync();
        await visit.FollowAsync("Visa");
        Assert.Contains("fran=socialnamnd&till=kommunal-skola", visit.Page.Url, StringComparison.Ordinal);
        Assert.True(await visit.Page.GetByText("Från socialnämnd till kommunal skola").First.IsVisibleAsync());
        await visit.LooksRightAsync("regler-riktning");

        await visit.TabToAsync("Utredning i socialtjänsten");
        await visit.FocusIsVisibleAsync();
        await visit.ClickAsync(visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Personakt i socialtjänsten" }));
        Assert.Equal("Personakt i socialtjänsten", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("regler-cell-socialtjanst");

        await visit.FollowAsync("OSL 10:1, 12:2, 12:3, 26:1");
        Assert.Equal("OSL 10:1, 12:2, 12:3, 26:1", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("regler-regel");

        await visit.Page.GoBackAsync();
        await visit.Page.GoBackAsync();
        Assert.Contains("fran=socialnamnd&till=kommunal-skola", visit.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task Every_recipient_is_shown_side_by_side_and_a_cell_shows_everything(int width)
    {
        await using var visit = await site.VisitAsync(View.Of(width), "/regler?till=alla");
        await visit.LooksRightAsync("regler-alla");

        await visit.GoAsync(Cell);
        foreach (var fold in await visit.Page.Locator(".rule summary").AllAsync())
        {
            await fold.ClickAsync();
        }

        await visit.LooksRightAsync("regler-cell");
    }

    [Theory]
    [InlineData("regler", "/regler")]
    [InlineData("regler-cell", Cell)]
    [InlineData("regler-regel", "/regler/assessed-family-counselling")]
    public async Task The_rules_speak_English_too(string name, string path)
    {
        await using var visit = await site.VisitAsync(View.Desk, $"/sprak/en?till={Uri.EscapeDataString(path)}");

        await visit.LooksRightAsync($"{name}-en");
    }

    [Fact]
    public async Task A_registrator_sees_how_often_a_rule_has_decided_and_comes_to_it_from_the_log()
    {
        await using var visit = await site.SignInAsync(View.Desk, "ingrid-falk", "/registratur/logg?utfall=release");
        await visit.ClickAsync(visit.Page.Locator("tbody a").First);

        await visit.ClickAsync(visit.Page.Locator("blockquote a[href^='/regler/']").First);

        Assert.True(await visit.Page.GetByText("Hittills:").IsVisibleAsync());
        await visit.LooksRightAsync("regler-regel-antal");
    }

    [Theory]
    [InlineData("regler", "/regler")]
    [InlineData("regler-alla", "/regler?till=alla")]
    [InlineData("regler-cell", Cell)]
    public async Task On_paper_the_tools_are_gone_and_the_text_of_every_rule_is_there(string name, string path)
    {
        await using var visit = await site.VisitAsync(View.Desk, path);

        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.False(await visit.Page.Locator(".site-footer").IsVisibleAsync());
        Assert.Equal(0, await visit.Page.Locator(".filter-form:visible").CountAsync());
        Assert.Equal(await visit.Page.Locator(".rule pre").CountAsync(), await visit.Page.Locator(".rule pre:visible").CountAsync());
        await visit.FitsAsync();
        await visit.ShootAsync($"{name}-utskrift");
    }

    [Fact]
    public async Task The_footer_of_every_page_and_the_first_page_lead_to_the_rules()
    {
        await using var visit = await site.VisitAsync(View.Phone);

        await visit.ClickAsync(visit.Page.Locator("main a[href='/regler']"));
        await visit.GoAsync("/hjalp");
        await visit.ClickAsync(visit.Page.Locator("footer a[href='/regler']"));

        Assert.Equal("Reglerna", await visit.Page.Locator("h1").InnerTextAsync());
    }
}
