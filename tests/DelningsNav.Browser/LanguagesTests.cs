namespace DelningsNav.Browser;

/// <summary>What a family does in a language of their own, on a phone, with the keyboard only.</summary>
public sealed class LanguagesTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task In_Arabic_a_guardian_reads_signs_withdraws_and_sees_who_has_read_from_right_to_left()
    {
        await using var visit = await InAsync("ar", View.Phone);
        await visit.LooksRightAsync("logga-in-ar");
        await visit.FollowAsync("Anna Lindqvist");
        Assert.Equal("صفحتي", await visit.Page.Locator("h1").InnerTextAsync());
        await IsMirroredAsync(visit);
        await visit.LooksRightAsync("min-sida-ar");

        await visit.FollowAsync("هل يجوز");
        Assert.Equal("rtl", await visit.Page.Locator(".wording").GetAttributeAsync("dir"));
        await visit.LooksRightAsync("samtycke-fraga-ar");
        await visit.TabToAsync("نعم، يجوز لهم ذلك");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.FollowAsync("متابعة");
        await visit.LooksRightAsync("samtycke-kontroll-ar");

        await visit.FollowAsync("أرسل جوابي: نعم");
        Assert.Equal("لقد قلت نعم", await visit.Page.Locator("h1").InnerTextAsync());
        Assert.Contains("الموافقة سارية الآن", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("samtycke-klart-ar");

        await visit.GoAsync(visit.Page.Url.Replace("/klart", "", StringComparison.Ordinal));
        await visit.LooksRightAsync("samtycke-galler-ar");
        await visit.FollowAsync("اسحب الموافقة");
        await visit.LooksRightAsync("samtycke-aterkalla-ar");
        await visit.FollowAsync("اسحب موافقتي");
        Assert.Equal("لقد سحبت موافقتك", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("samtycke-aterkallat-ar");

        await visit.FollowAsync("انظر من قرأ");
        Assert.Equal("rtl", await visit.Page.Locator("html").GetAttributeAsync("dir"));
        await visit.LooksRightAsync("lasningar-ar");
    }

    [Theory]
    [InlineData("fi", "Tähän vastaat")]
    [InlineData("so", "Tani waa waxa aad ka jawaabayso")]
    [InlineData("sv-simple", "Det här svarar du på")]
    public async Task A_question_is_read_and_looks_right_in_every_other_language(string language, string heading)
    {
        await using var visit = await InAsync(language, View.Phone);
        await visit.FollowAsync("Ulrika Holm");
        await visit.LooksRightAsync($"min-sida-{language}");
        await visit.ClickAsync(visit.Page.Locator(".task-list a").First);

        Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(language, await visit.Page.Locator(".wording").GetAttributeAsync("lang"));
        Assert.Contains(heading, await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync($"samtycke-fraga-{language}");
    }

    [Fact]
    public async Task The_text_alone_can_be_read_in_any_language_without_leaving_that_of_the_page()
    {
        await using var visit = await InAsync("fi", View.Desk);
        await visit.FollowAsync("Ulrika Holm");
        await visit.ClickAsync(visit.Page.Locator(".task-list a").First);

        await visit.ClickAsync(visit.Page.Locator("main a.language[lang=ar]"));

        Assert.Equal("fi", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("rtl", await visit.Page.Locator(".wording").GetAttributeAsync("dir"));
        await visit.LooksRightAsync("samtycke-fraga-fi-text-ar");
    }

    [Theory]
    [InlineData("start", "/")]
    [InlineData("tillganglighet", "/tillganglighet")]
    [InlineData("hjalp", "/hjalp")]
    [InlineData("fel-404", "/finns-inte")]
    public async Task Every_open_page_mirrors_in_Arabic(string name, string path)
    {
        await using var visit = await site.VisitAsync(View.Desk, $"/sprak/ar?till={path}");

        Assert.Equal("rtl", await visit.Page.Locator("html").GetAttributeAsync("dir"));
        await visit.LooksRightAsync($"{name}-ar");
    }

    [Fact]
    public async Task Staff_who_have_chosen_Arabic_find_their_pages_whole_in_Swedish()
    {
        await using var visit = await InAsync("ar", View.Desk);
        await visit.FollowAsync("Ingrid Falk");

        var page = visit.Page.Locator("html");
        Assert.Equal(("sv", "ltr"), (await page.GetAttributeAsync("lang"), await page.GetAttributeAsync("dir")));
        Assert.Equal(2, await visit.Page.Locator(".languages a").CountAsync());
        await visit.LooksRightAsync("registratur-valt-ar");
    }

    private async Task<Visit> InAsync(string language, View view) => await site.VisitAsync(view, $"/sprak/{language}?till=/logga-in");

    // The first party of the picture, where the arrow starts, is to the right, and so is the first word of the header.
    private static async Task IsMirroredAsync(Visit visit)
    {
        Assert.Equal("rtl", await visit.Page.Locator("html").GetAttributeAsync("dir"));
        var node = await visit.Page.Locator(".flow-node").First.BoundingBoxAsync();
        var mark = await visit.Page.Locator(".word-mark").BoundingBoxAsync();
        Assert.True(node!.X > View.Phone.Width / 2, $"the first node begins at {node.X}");
        Assert.True(mark!.X + mark.Width > View.Phone.Width - 30, $"the word mark ends at {mark.X + mark.Width}");
    }
}
