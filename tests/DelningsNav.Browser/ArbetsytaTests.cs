namespace DelningsNav.Browser;

/// <summary>The work area of staff: their cases, asking, the answers, and the assessors' judging.</summary>
public sealed class ArbetsytaTests(Site site) : IClassFixture<Site>
{
    private const string Asker = "sara-lindstrom";
    private const string Assessor = "helena-astrom";

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task The_askers_pages_look_right_on_phone_and_desk(int width)
    {
        await using var visit = await SignedInAsync(View.Of(width), Asker);
        await visit.LooksRightAsync("arbetsyta");
        await OpenCaseAsync(visit, "Nora");
        await visit.LooksRightAsync("arende");
        var address = visit.Page.Url;

        await visit.GoAsync($"{address}/begar");
        await visit.LooksRightAsync("begar-vem");
        await visit.ClickAsync(visit.Page.Locator(".task a").First);
        await visit.LooksRightAsync("begar");
        await visit.GoAsync($"{address}/samtycke");
        await visit.LooksRightAsync("samtycke");
        await visit.GoAsync(address);
        await visit.ClickAsync(visit.Page.Locator(".board-column-success .board-card a.button").First);
        await visit.LooksRightAsync("handling");
        await visit.ClickAsync(visit.Page.Locator(".crumbs a").Last);
        await visit.LooksRightAsync("svar-utlamnas");

        // Nora's own waits only until her family has answered, which other tests do; nobody else acts for Liam.
        await visit.GoAsync("/arbetsyta");
        await OpenCaseAsync(visit, "Liam");
        await visit.ClickAsync(visit.Page.Locator(".board-column-warning .board-card a.button").First);
        await visit.LooksRightAsync("svar-provas");
    }

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task The_assessors_pages_look_right_on_phone_and_desk(int width)
    {
        await using var visit = await SignedInAsync(View.Of(width), Assessor);
        await visit.LooksRightAsync("arbetsyta-provare");
        await visit.GoAsync("/arbetsyta/provningar");
        await visit.LooksRightAsync("provningar");
        await visit.ClickAsync(visit.Page.Locator(".task a").Last);
        await visit.LooksRightAsync("prova");
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task The_pages_speak_English_too(int width)
    {
        await using var visit = await SignedInAsync(View.Of(width), Asker);
        await visit.GoAsync("/sprak/en?till=/arbetsyta");
        await visit.LooksRightAsync("arbetsyta-en");
        await OpenCaseAsync(visit, "Nora");
        await visit.LooksRightAsync("arende-en");
    }

    // Each view asks in a case of its own: what the family has been asked stays asked.
    [Theory]
    [InlineData(360, "Wilma")]
    [InlineData(1280, "Hugo")]
    public async Task Without_a_mouse_staff_ask_are_denied_and_ask_the_family(int width, string child)
    {
        await using var visit = await SignedInAsync(View.Of(width), Asker);
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
    [InlineData(1280, "Hugo", "Utredning")]
    public async Task Without_a_mouse_a_denial_becomes_a_question_to_the_family_in_one_step(int width, string child, string type)
    {
        await using var visit = await SignedInAsync(View.Of(width), Asker);
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

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task How_each_consent_of_a_case_stands_looks_right_on_phone_and_desk(int width)
    {
        await using var visit = await SignedInAsync(View.Of(width), Asker);
        await OpenCaseAsync(visit, "Freja");
        await visit.ClickAsync(visit.Page.Locator("a.button", new() { HasText = "Samtycken i ärendet" }));

        var text = await visit.Page.Locator("main").InnerTextAsync();
        Assert.All(
            ["Gäller inte längre", "Ersatt av ett nyare", "Registrerat av misstag"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
        await visit.LooksRightAsync("samtycken-i-arendet");
    }

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task What_families_have_answered_looks_right_on_phone_and_desk(int width)
    {
        await using var visit = await SignedInAsync(View.Of(width), Asker);

        await visit.FollowAsync("Meddelanden");

        Assert.Contains("Familjen samtycker.", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("meddelanden-personal");
    }

    [Fact]
    public async Task Without_a_mouse_staff_end_a_consent_that_is_no_longer_needed()
    {
        await using var visit = await SignedInAsync(View.Phone, Asker);
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
        await using var visit = await SignedInAsync(View.Desk, Asker);
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
    public async Task A_form_that_is_sent_twice_asks_once_and_keeps_what_was_typed_when_something_is_wrong()
    {
        await using var visit = await SignedInAsync(View.Desk, Asker);
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

    [Fact]
    public async Task A_released_document_is_read_on_the_page_and_stands_as_received()
    {
        await using var visit = await SignedInAsync(View.Desk, Asker);
        await OpenCaseAsync(visit, "Amina");
        var unread = visit.Page.Locator(".board-column-action .board-card", new() { HasText = "Beslutat åtgärdsprogram" });
        Assert.Equal(1, await unread.CountAsync());
        var href = await unread.Locator("a.button").GetAttributeAsync("href");
        var address = visit.Page.Url;

        var file = await visit.Page.Context.APIRequest.GetAsync($"{site.Address}{href}?hamta=true");

        Assert.Equal(200, file.Status);
        Assert.StartsWith("attachment", file.Headers["content-disposition"], StringComparison.Ordinal);
        Assert.Equal("nosniff", file.Headers["x-content-type-options"]);
        Assert.NotEmpty(await file.BodyAsync());
        await visit.GoAsync(address);
        Assert.Equal(0, await unread.CountAsync());
        Assert.Contains("Beslutat åtgärdsprogram", await TextAsync(visit, ".board-column-success"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Absence_reads_as_a_table_and_says_that_the_reading_is_logged()
    {
        await using var visit = await SignedInAsync(View.Desk, Asker);
        await OpenCaseAsync(visit, "Amina");
        var read = visit.Page.Locator(".board-column-success .board-card", new() { HasText = "Frånvaro" }).Locator("a.button").First;
        await visit.ClickAsync(read);

        Assert.True(await visit.Page.Locator("table.table tbody tr").CountAsync() > 1);
        Assert.Contains("Ogiltig frånvaro", await visit.Page.Locator("thead").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("i loggen", await visit.Page.Locator(".side").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assessor_judges_and_the_asker_fetches_the_answer()
    {
        await using var assessor = await SignedInAsync(View.Desk, Assessor);
        await assessor.GoAsync("/arbetsyta/provningar");
        await assessor.ClickAsync(assessor.Page.Locator(".task", new() { HasText = "Frånvaro" }).Last.Locator("a"));
        var request = new Uri(assessor.Page.Url).Segments[^1];
        await assessor.FollowAsync("Granska beslutet");
        Assert.Equal(2, await assessor.Page.Locator(".error-summary a").CountAsync());
        await assessor.LooksRightAsync("prova-fel");
        await assessor.Page.Locator("input[value='ReleaseWithConditions']").CheckAsync();
        await assessor.Page.Locator("#Reasoning").FillAsync("Ingen lider men av att frånvaron lämnas.");
        await assessor.Page.Locator("#Conditions").FillAsync("Får bara användas i planeringen.");
        await assessor.FollowAsync("Granska beslutet");
        await assessor.LooksRightAsync("prova-granska");
        await assessor.FollowAsync("Fatta beslutet");
        Assert.Equal("Beslutet är fattat", await assessor.Page.Locator("h1").InnerTextAsync());
        await assessor.LooksRightAsync("prova-klar");

        await using var asker = await SignedInAsync(View.Desk, Asker);
        await asker.GoAsync($"/arbetsyta/begaran/{request}");
        await asker.FollowAsync("Hämta svaret");

        Assert.Contains("Får bara användas i planeringen.", await asker.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_yours_looks_like_what_is_not_there()
    {
        await using var asker = await SignedInAsync(View.Desk, Asker);
        await OpenCaseAsync(asker, "Nora");
        var path = new Uri(asker.Page.Url).AbsolutePath;
        await using var other = await SignedInAsync(View.Desk, "nadja-petrovic");

        foreach (var suffix in new[] { "", "/begar", "/samtycke" })
        {
            var notYours = await other.GoAsync(path + suffix);
            var words = await other.Page.Locator("main").InnerTextAsync();
            var notThere = await other.GoAsync($"/arbetsyta/arenden/{Guid.Empty}{suffix}");

            Assert.Equal((404, 404), (notYours!.Status, notThere!.Status));
            Assert.Equal(words, await other.Page.Locator("main").InnerTextAsync());
        }

        Assert.Equal(404, (await other.GoAsync("/arbetsyta/provningar"))!.Status);
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

    private Task<Visit> SignedInAsync(View view, string person) => site.SignInAsync(view, person, "/arbetsyta");
}
