using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>The pages that are open without a sign-in.</summary>
public sealed class OpenPagesTests(Site site) : IClassFixture<Site>
{
    public static TheoryData<string, string, int> PagesInEveryWidth => Cross(
        ("start", "/"), ("tillganglighet", "/tillganglighet"), ("hjalp", "/hjalp"), ("fel-404", "/finns-inte"),
        ("stilguide", "/stilguide"));

    public static TheoryData<string> Addresses => ["/", "/tillganglighet", "/hjalp", "/finns-inte", "/stilguide", "/regler"];

    [Theory]
    [MemberData(nameof(PagesInEveryWidth))]
    public async Task Every_open_page_looks_right_on_phone_and_desk(string name, string path, int width)
    {
        await using var visit = await site.VisitAsync(View.Of(width), path);

        await visit.LooksRightAsync(name);
    }

    [Theory]
    [InlineData("start", "/")]
    [InlineData("tillganglighet", "/tillganglighet")]
    [InlineData("hjalp", "/hjalp")]
    [InlineData("fel-404", "/finns-inte")]
    [InlineData("stilguide", "/stilguide")]
    public async Task Every_open_page_looks_right_in_English(string name, string path)
    {
        await using var visit = await site.VisitAsync(View.Phone, $"/sprak/en?till={path}");

        Assert.Equal("en", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        await visit.LooksRightAsync($"{name}-en");
    }

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task A_form_sent_wrongly_says_so_at_the_top_and_at_each_field(int width)
    {
        await using var visit = await site.VisitAsync(View.Of(width), "/stilguide");
        await visit.Page.Locator("textarea").FillAsync("Planera stöd");
        await visit.ClickAsync(visit.Page.Locator("form[method=post] .button").First);

        Assert.Equal(2, await visit.Page.Locator(".error-summary a").CountAsync());
        Assert.Equal(2, await visit.Page.Locator(".field-error").CountAsync());
        Assert.Equal("Planera stöd", await visit.Page.Locator("textarea").InputValueAsync());
        await visit.LooksRightAsync("stilguide-fel");
    }

    [Fact]
    public async Task The_language_link_keeps_the_address_and_the_choice()
    {
        await using var visit = await site.VisitAsync(View.Desk, "/hjalp?fran=sidan");

        await visit.FollowAsync("English");

        Assert.Equal($"{site.Address}/hjalp?fran=sidan", visit.Page.Url);
        Assert.Equal("Help", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.GoAsync("/tillganglighet");
        Assert.Equal("Accessibility", await visit.Page.Locator("h1").InnerTextAsync());
    }

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task The_first_Tab_leads_past_the_header_and_every_stop_is_visible(int width)
    {
        await using var visit = await site.VisitAsync(View.Of(width));

        await visit.TabToAsync("Hoppa till innehållet");
        await visit.FocusIsVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.TabToAsync("Logga in");
        await visit.FocusIsVisibleAsync();
        await visit.TabToAsync("Tillgänglighet");
        await visit.FocusIsVisibleAsync();

        await visit.ShootAsync("fokus");
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_target_on_a_phone_is_44_pixels_high(string path)
    {
        await using var visit = await site.VisitAsync(View.Phone, path);

        var small = await visit.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
              .filter(e => e.getClientRects().length > 0 && !e.closest('p'))
              .filter(e => !e.matches('.skip-link, .task-name a, .board-card-title a, .choice input'))
              .filter(e => e.getBoundingClientRect().height < 44)
              .map(e => e.outerHTML)
            """);

        Assert.Empty(small);
    }

    [Fact]
    public async Task The_pages_need_no_script_and_a_browser_would_run_none()
    {
        await using var visit = await site.VisitAsync(View.Desk);

        var answer = await visit.GoAsync("/");

        Assert.Contains("default-src 'none'", answer!.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("script", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal(0, await visit.Page.Locator("script, style, [style]").CountAsync());
    }

    [Fact]
    public async Task A_printed_page_leaves_the_tools_out()
    {
        await using var visit = await site.VisitAsync(View.Desk, "/stilguide");

        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.True(await visit.Page.Locator(".languages").CountAsync() > 0);
        Assert.False(await visit.Page.Locator(".languages").IsVisibleAsync());
        Assert.False(await visit.Page.Locator(".actions").First.IsVisibleAsync());
        Assert.True(await visit.Page.Locator("h1").First.IsVisibleAsync());
        await visit.ShootAsync("utskrift");
    }

    [Fact]
    public async Task A_fault_that_axe_knows_of_is_found()
    {
        await using var visit = await site.VisitAsync(View.Desk);

        await visit.Page.Locator("main").EvaluateAsync("main => main.append(new Image())");

        await Assert.ThrowsAnyAsync<Exception>(visit.IsAccessibleAsync);
    }

    [Fact]
    public async Task A_colour_that_is_hard_to_read_in_the_dark_only_is_found()
    {
        await using var visit = await site.VisitAsync(View.Desk);

        await visit.Page.Locator("main p").First.EvaluateAsync("text => text.style.color = '#202020'");

        var fault = await Assert.ThrowsAnyAsync<Exception>(visit.IsAccessibleAsync);
        Assert.StartsWith("Dark: color-contrast", fault.Message, StringComparison.Ordinal);
    }

    private static TheoryData<string, string, int> Cross(params (string Name, string Path)[] pages)
    {
        var data = new TheoryData<string, string, int>();
        foreach (var (name, path) in pages)
        {
            foreach (var width in View.Widths)
            {
                data.Add(name, path, width);
            }
        }

        return data;
    }
}
