namespace DelningsNav.Browser;

/// <summary>The work area of staff: their cases, the answers, and the assessors' judgements.</summary>
public sealed class ArbetsytaTests(Site site) : IClassFixture<Site>
{
    private const string Asker = "sara-lindstrom";
    private const string Assessor = "helena-astrom";

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task The_requesters_pages_look_right_on_phone_and_desk(int width)
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
    [InlineData(1280, Explicit = true)]
    public async Task The_pages_are_in_English_too(int width)
    {
        await using var visit = await SignedInAsync(View.Of(width), Asker);
        await visit.GoAsync("/sprak/en?till=/arbetsyta");
        await visit.LooksRightAsync("arbetsyta-en");
        await OpenCaseAsync(visit, "Nora");
        await visit.LooksRightAsync("arende-en");
    }

    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task The_state_of_each_consent_of_a_case_looks_right_on_phone_and_desk(int width)
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
    public async Task A_released_document_is_read_on_the_page_and_is_shown_as_received()
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
        var received = await visit.Page.Locator(".board-column-success").InnerTextAsync();
        Assert.Contains("Beslutat åtgärdsprogram", received, StringComparison.Ordinal);
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
    public async Task An_assessor_judges_and_the_requester_fetches_the_answer()
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
    public async Task What_belongs_to_another_looks_like_what_does_not_exist()
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

    private static Task OpenCaseAsync(Visit visit, string child) =>
        visit.ClickAsync(visit.Page.Locator("tbody a", new() { HasText = child }).First);

    private Task<Visit> SignedInAsync(View view, string person) => site.SignInAsync(view, person, "/arbetsyta");
}
