using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>What a guardian or pupil does on Min sida, in the demo city, with the keyboard only.</summary>
public sealed class MinSidaTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task The_page_of_the_demos_persons_looks_right_on_phone_and_desk(int width)
    {
        await using var visit = await site.VisitAsync(View.Of(width), "/logga-in");

        await visit.LooksRightAsync("logga-in");
    }

    [Fact]
    public async Task On_a_phone_a_guardian_reads_about_the_children()
    {
        await using var visit = await SignInAsync(View.Phone, "Anna Lindqvist");

        await visit.FollowAsync("Läs dina meddelanden");

        Assert.Equal("Meddelanden", await visit.Page.Locator("h1").InnerTextAsync());
        Assert.True(await visit.Page.Locator(".task a").CountAsync() > 0);
        await visit.LooksRightAsync("meddelanden");
    }

    [Fact]
    public async Task On_a_phone_a_guardian_says_yes_withdraws_it_and_sees_who_has_read()
    {
        await using var visit = await SignInAsync(View.Phone, "Anna Lindqvist");
        Assert.Equal("Min sida", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("min-sida");

        await visit.FollowAsync("Får ");
        await visit.LooksRightAsync("samtycke-fraga");
        await visit.TabToAsync("Ja, det får de");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.FollowAsync("Fortsätt");
        await visit.LooksRightAsync("samtycke-kontroll");

        await visit.FollowAsync("Skicka mitt ja");
        Assert.Equal("Du har sagt ja", await visit.Page.Locator("h1").InnerTextAsync());
        Assert.Contains("Samtycket gäller nu", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("samtycke-klart");

        var consent = visit.Page.Url.Replace("/klart", "", StringComparison.Ordinal);
        await visit.GoAsync(consent);
        await visit.LooksRightAsync("samtycke-galler");
        await visit.FollowAsync("Ta tillbaka");
        await visit.LooksRightAsync("samtycke-aterkalla");
        await visit.FollowAsync("Ta tillbaka mitt ja");
        Assert.Equal("Du har tagit tillbaka ditt ja", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("samtycke-aterkallat");

        await visit.FollowAsync("Se vem som har läst");
        Assert.Contains("läste Noras", await visit.Page.Locator(".timeline").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("lasningar");
    }

    [Fact]
    public async Task At_a_desk_a_guardian_gets_help_to_choose_says_no_and_sees_the_consequences()
    {
        await using var visit = await SignInAsync(View.Desk, "Ulrika Holm");
        await visit.LooksRightAsync("min-sida");
        await visit.FollowAsync("Får ");

        await visit.FollowAsync("Fortsätt");
        Assert.Equal(1, await visit.Page.Locator(".error-summary li").CountAsync());
        await visit.LooksRightAsync("samtycke-fraga-fel");
        await visit.TabToAsync("Ja, det får de");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.FollowAsync("Fortsätt");
        await visit.LooksRightAsync("samtycke-kontroll-nej");
        await visit.FollowAsync("Skicka mitt nej");

        Assert.Equal("Du har sagt nej", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("samtycke-nej");
    }

    [Theory]
    [InlineData("Samira Haddad", "min-sida-oenighet")]
    [InlineData("Petra Lundgren", "min-sida-aterkallat")]
    [InlineData("Amina Yusuf", "min-sida-elev")]
    public async Task Every_state_of_a_family_looks_right_in_both_languages(string person, string picture)
    {
        await using var visit = await SignInAsync(View.Desk, person);
        await visit.LooksRightAsync(picture);

        await visit.GoAsync("/sprak/en?till=/min-sida");
        Assert.Equal("en", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        await visit.LooksRightAsync(picture + "-en");
        await visit.GoAsync("/min-sida/lasningar");
        await visit.LooksRightAsync(picture + "-lasningar-en");
    }

    [Fact]
    public async Task Parents_who_disagree_read_nothing_of_each_others_answers()
    {
        await using var visit = await SignInAsync(View.Desk, "Samira Haddad");

        var text = await visit.Page.Locator("main").InnerTextAsync();

        Assert.Contains("Inget delas", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nabil", text, StringComparison.Ordinal);
        Assert.DoesNotContain("oense", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_blocked_guardian_sees_no_child_and_gets_the_page_of_an_address_that_does_not_exist()
    {
        await using var allowed = await SignInAsync(View.Desk, "Sofia Nyberg");
        var readings = await allowed.Page.Locator("a[href^='/min-sida/lasningar/']").First.GetAttributeAsync("href");
        var consent = await allowed.Page.Locator("a[href^='/min-sida/samtycken/']").First.GetAttributeAsync("href");
        await using var blocked = await SignInAsync(View.Phone, "Roger Nyberg");
        await blocked.LooksRightAsync("min-sida-tom");

        Assert.DoesNotContain("Liam", await blocked.Page.ContentAsync(), StringComparison.Ordinal);
        var unknown = await PageAtAsync(blocked, "/min-sida/lasningar/00000000-0000-7000-8000-00000000abcd");
        foreach (var address in new[] { readings!, consent!, consent + "/kontroll?svar=ja", consent + "/klart", consent + "/aterkalla" })
        {
            Assert.Equal(unknown, await PageAtAsync(blocked, address));
        }
    }

    [Fact]
    public async Task An_answer_sent_twice_counts_once_and_is_confirmed_both_times()
    {
        await using var visit = await SignInAsync(View.Desk, "Amina Yusuf");
        var consent = await visit.Page.Locator(".task-list a[href*=samtycken]").First.GetAttributeAsync("href");
        await visit.GoAsync(consent!);
        await visit.Page.Locator("input[value=ja]").CheckAsync();
        await visit.FollowAsync("Fortsätt");
        var check = visit.Page.Url;
        var second = await visit.Page.Context.NewPageAsync();
        await second.GotoAsync(check);

        await visit.FollowAsync("Skicka mitt ja");
        await new Visit(second, View.Desk).ClickAsync(second.Locator("main button[type=submit]"));

        Assert.EndsWith("/klart", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal(new Uri(visit.Page.Url).AbsolutePath, new Uri(second.Url).AbsolutePath);
        Assert.Equal(
            await visit.Page.Locator(".receipt .code").First.InnerTextAsync(),
            await second.Locator(".receipt .code").First.InnerTextAsync());
    }

    [Theory]
    [InlineData("https://example.com/", "/min-sida")]
    [InlineData("//example.com/", "/min-sida")]
    [InlineData("/arbetsyta", "/min-sida")]
    [InlineData("/hjalp?a=b", "/hjalp?a=b")]
    public async Task Sign_in_leads_only_to_an_address_of_the_site_that_the_person_may_enter(string to, string reached)
    {
        await using var visit = await site.VisitAsync(View.Desk, $"/logga-in?till={Uri.EscapeDataString(to)}");

        await visit.FollowAsync("Anna Lindqvist");

        Assert.Equal(site.Address + reached, visit.Page.Url);
    }

    [Fact]
    public async Task No_form_signs_in_or_answers_without_its_antiforgery_token()
    {
        await using var visit = await site.VisitAsync(View.Desk, "/logga-in");

        var forged = await visit.Page.APIRequest.PostAsync(
            "/logga-in", new APIRequestContextOptions { Form = visit.Page.APIRequest.CreateFormData().Append("person", "anna-lindqvist") });

        Assert.Equal(400, forged.Status);
        await visit.GoAsync("/min-sida");
        Assert.Contains("/logga-in", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_closes_Min_sida()
    {
        await using var visit = await SignInAsync(View.Desk, "Anna Lindqvist");

        await visit.FollowAsync("Logga ut");

        Assert.Equal($"{site.Address}/", visit.Page.Url);
        await visit.GoAsync("/min-sida");
        Assert.Contains("/logga-in?till=", visit.Page.Url, StringComparison.Ordinal);
    }

    private async Task<Visit> SignInAsync(View view, string name)
    {
        var visit = await site.VisitAsync(view, "/logga-in");
        await visit.FollowAsync(name);
        return visit;
    }

    private static async Task<string> PageAtAsync(Visit visit, string address)
    {
        var answer = await visit.GoAsync(address);
        Assert.Equal(404, answer!.Status);
        return await visit.Page.Locator("main").InnerTextAsync();
    }
}
