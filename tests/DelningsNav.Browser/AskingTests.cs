namespace DelningsNav.Browser;

/// <summary>The asks of staff: records from another authority, and the family's consent.</summary>
public sealed class AskingTests(Site site) : IClassFixture<Site>
{
    // Each width asks in a case of its own, because a question to a family cannot be withdrawn.
    [Theory]
    [InlineData(360, "Wilma")]
    [InlineData(1280, "Hugo", Explicit = true)]
    public async Task Without_a_mouse_staff_ask_are_denied_and_ask_the_family(int width, string child)
    {
        await using var visit = await SignedInAsync(View.Of(width));
        await visit.FollowAsync(child);
        await visit.FollowAsync("Be om en uppgift");
        await visit.FollowAsync("Socialtjänst, Kungsholmen");

        await visit.FollowAsync("Skicka begäran");
        await visit.LooksRightAsync("begar-fel");
        Assert.Equal(2, await visit.Page.Locator(".error-summary a").CountAsync());

        await visit.TabToAsync("Uppgift från familjerådgivning");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.TabToAsync("Varför behöver ni uppgifterna?");
        await visit.Page.Keyboard.TypeAsync("Familjen har berättat om samtal som hjälpte.");
        await visit.FollowAsync("Skicka begäran");

        Assert.Equal("Lämnas inte ut", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("nekad");
        await visit.FollowAsync("Ändra innan du frågar");
        if (await visit.Page.Locator("#ChildsView").CountAsync() > 0)
        {
            await visit.TabToAsync($"Vad tycker {child}");
            await visit.Page.Keyboard.TypeAsync("Det känns bra.");
        }

        await visit.FollowAsync("Granska frågan");
        Assert.Contains("Uppgift från familjerådgivning", await TextAsync(visit, ".summary-list"), StringComparison.Ordinal);
        await visit.LooksRightAsync("samtycke-granska");
        await visit.FollowAsync("Skicka frågan till familjen");
        Assert.Equal("Familjen har fått frågan", await visit.Page.Locator("h1").InnerTextAsync());
        await visit.LooksRightAsync("samtycke-skickat");

        await visit.FollowAsync("Till ärendet");
        Assert.Contains("Vi väntar på svar från familjen.", await TextAsync(visit, ".board-column-warning"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(360, "Wilma", "Orosanmälan")]
    [InlineData(1280, "Hugo", "Utredning", Explicit = true)]
    public async Task Without_a_mouse_a_denial_becomes_a_question_to_the_family_in_one_step(int width, string child, string type)
    {
        await using var visit = await SignedInAsync(View.Of(width));
        await visit.FollowAsync(child);
        await visit.FollowAsync("Be om en uppgift");
        await visit.FollowAsync("Socialtjänst, Kungsholmen");
        await visit.TabToAsync(type);
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.TabToAsync("Varför behöver ni uppgifterna?");
        await visit.Page.Keyboard.TypeAsync("Vi planerar stödet.");
        await visit.FollowAsync("Skicka begäran");
        if (await visit.Page.Locator("#ChildsView").CountAsync() > 0)
        {
            await visit.FollowAsync("Be familjen om samtycke");
            await visit.LooksRightAsync("fraga-i-ett-steg-fel");
            Assert.Equal(1, await visit.Page.Locator(".error-summary a").CountAsync());
            await visit.TabToAsync($"Vad tycker {child}");
            await visit.Page.Keyboard.TypeAsync("Det känns bra.");
        }

        await visit.FollowAsync("Be familjen om samtycke");

        Assert.Contains("Familjen har fått frågan", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await visit.Page.Locator("form[action*='handler=Fraga']").CountAsync());
        await visit.LooksRightAsync("fraga-i-ett-steg");
    }

    [Fact]
    public async Task Without_a_mouse_staff_end_a_consent_that_is_no_longer_needed()
    {
        await using var visit = await SignedInAsync(View.Phone);
        await OpenCaseAsync(visit, "Melvin");
        await visit.FollowAsync("Samtycken i ärendet");
        await visit.FollowAsync("Avsluta samtycket");
        await visit.FollowAsync("Avsluta samtycket");
        await visit.LooksRightAsync("samtycke-avsluta-fel");
        Assert.Equal(1, await visit.Page.Locator(".error-summary a").CountAsync());

        await visit.TabToAsync("Vi behöver inte uppgifterna längre");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.FollowAsync("Avsluta samtycket");

        Assert.Contains("Samtycket är avslutat", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("samtycke-avslutat");
    }

    [Fact]
    public async Task A_form_whose_choices_were_tampered_with_comes_back_with_what_to_do()
    {
        await using var visit = await SignedInAsync(View.Desk);
        await OpenCaseAsync(visit, "Alva");
        await visit.ClickAsync(visit.Page.Locator("a.button", new() { HasText = "Be familjen om samtycke" }).First);
        await visit.Page.EvalOnSelectorAsync("[name=Scopes]", "choice => { choice.value = ''; choice.checked = true; }");
        await visit.Page.EvalOnSelectorAsync("[name=Kept]:checked", "choice => { choice.value = 'for-ever'; }");

        await visit.ClickAsync(visit.Page.Locator("button", new() { HasText = "Granska frågan" }));

        var faults = await visit.Page.Locator(".error-summary").InnerTextAsync();
        Assert.Contains("Välj minst en uppgift.", faults, StringComparison.Ordinal);
        Assert.Contains("Välj vad ni lovar.", faults, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_asks_once_and_preserves_what_was_typed_when_something_is_wrong()
    {
        await using var visit = await SignedInAsync(View.Desk);
        await OpenCaseAsync(visit, "Melvin");
        await visit.ClickAsync(visit.Page.Locator("a.button", new() { HasText = "Be om en uppgift" }));
        await visit.ClickAsync(visit.Page.Locator(".task a", new() { HasText = "Grundskola" }).First);
        var form = visit.Page.Url;
        await FillAsync(visit, "2026-10-01", "2026-09-01");
        await SendAsync(visit);

        Assert.Equal("Planering av våren.", await visit.Page.Locator("#Reason").InputValueAsync());
        Assert.True(await visit.Page.Locator("input[value='iup']").IsCheckedAsync());
        await visit.Page.Locator("#To").FillAsync("2026-11-01");
        await SendAsync(visit);
        var first = visit.Page.Url;
        await visit.GoAsync(form);
        await FillAsync(visit, "2026-10-01", "2026-11-01");
        await SendAsync(visit);

        Assert.Contains("/arbetsyta/begaran/", first, StringComparison.Ordinal);
        Assert.Equal(first, visit.Page.Url);
    }

    private static async Task FillAsync(Visit visit, string from, string to)
    {
        await visit.Page.Locator("input[value='iup']").CheckAsync();
        await visit.Page.Locator("#From").FillAsync(from);
        await visit.Page.Locator("#To").FillAsync(to);
        await visit.Page.Locator("#Reason").FillAsync("Planering av våren.");
    }

    private static Task SendAsync(Visit visit) => visit.ClickAsync(visit.Page.Locator("button", new() { HasText = "Skicka begäran" }));

    private static Task OpenCaseAsync(Visit visit, string child) =>
        visit.ClickAsync(visit.Page.Locator("tbody a", new() { HasText = child }).First);

    private static Task<string> TextAsync(Visit visit, string part) => visit.Page.Locator(part).InnerTextAsync();

    private Task<Visit> SignedInAsync(View view) => site.SignInAsync(view, "sara-lindstrom", "/arbetsyta");
}
