using Microsoft.Playwright;

namespace DelningsNav.Browser;

/// <summary>A registrator's main task in the log of the demo city, with the keyboard.</summary>
public sealed class RegistraturTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [MemberData(nameof(View.Widths), MemberType = typeof(View))]
    public async Task A_registrator_searches_the_log_opens_a_decision_and_verifies_the_log(int width)
    {
        await using var visit = await SignInAsync(View.Of(width), "ingrid-falk");
        await visit.LooksRightAsync("registratur");

        await visit.Page.Locator("#utfall").SelectOptionAsync("release");
        await visit.Page.Locator("#arende").FocusAsync();
        await FollowAsync(visit, "Sök", "/registratur/logg?utfall=release");
        Assert.DoesNotContain("fran=", visit.Page.Url, StringComparison.Ordinal);
        Assert.True(await visit.Page.Locator("tbody tr").CountAsync() > 0);
        await visit.LooksRightAsync("registratur-logg");

        await EnterAsync(visit, "tbody a", "/registratur/logg/");
        Assert.Equal("Beslut om utlämnande", await visit.Page.Locator("h1").InnerTextAsync());
        Assert.True(await visit.Page.GetByText("Varför det blev så").First.IsVisibleAsync());
        Assert.True(await visit.Page.Locator(".timeline li").CountAsync() > 0);
        await visit.LooksRightAsync("registratur-post");

        await visit.GoAsync("/registratur/verifiera");
        await visit.LooksRightAsync("registratur-verifiera");
        await visit.TabToAsync("Kontrollera ");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByText("Loggen är hel").WaitForAsync();
        await visit.LooksRightAsync("registratur-verifierad");
    }

    [Theory]
    [InlineData("/registratur", "registratur")]
    [InlineData("/registratur/logg?handelse=decided&utfall=refer", "registratur-logg")]
    [InlineData("/registratur/verifiera", "registratur-verifiera")]
    public async Task The_pages_are_in_English_too(string path, string name)
    {
        await using var visit = await SignInAsync(View.Desk, "torsten-back");

        await visit.GoAsync($"/sprak/en?till={Uri.EscapeDataString(path)}");

        await visit.LooksRightAsync($"{name}-en");
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280, Explicit = true)]
    public async Task A_registrator_blocks_by_law_from_an_entry_and_lifts_the_block(int width)
    {
        await using var visit = await SignInAsync(View.Of(width), "ingrid-falk");
        await visit.GoAsync("/registratur/sparrar");
        await visit.LooksRightAsync("registratur-sparrar-fore");
        await visit.GoAsync("/registratur/logg?utfall=release");
        await EnterAsync(visit, "tbody a", "/registratur/logg/");
        await FollowAsync(visit, "Spärra uppgifter om personen", "/registratur/sparrar/ny");
        await visit.FollowAsync("Spärra nu");
        Assert.Equal(4, await visit.Page.Locator(".error-summary a").CountAsync());
        await visit.LooksRightAsync("registratur-sparra-fel");

        await visit.Page.Locator("#Holder").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await visit.Page.Locator("#RecordType").SelectOptionAsync("iup");
        await visit.TabToAsync("Lagrum");
        await visit.Page.Keyboard.TypeAsync("OSL 23:2");
        await visit.TabToAsync("Beslutets diarienummer");
        await visit.Page.Keyboard.TypeAsync($"UTBN 2026/{width}");
        await visit.TabToAsync("Skäl");
        await visit.Page.Keyboard.TypeAsync("Det kan antas att eleven lider men.");
        await visit.FollowAsync("Spärra nu");
        Assert.Contains("Spärren gäller", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("registratur-sparrar");

        await visit.FollowAsync($"Häv spärren UTBN 2026/{width}");
        await visit.LooksRightAsync("registratur-sparr-hav");
        await visit.TabToAsync("Beslutets diarienummer");
        await visit.Page.Keyboard.TypeAsync("UTBN 2026/99");
        await visit.TabToAsync("Skäl");
        await visit.Page.Keyboard.TypeAsync("Skyddet behövs inte längre.");
        await visit.FollowAsync("Häv spärren nu");
        Assert.Contains("Spärren är hävd", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_searched_for_without_the_number_in_any_address()
    {
        await using var visit = await SignInAsync(View.Phone, "ingrid-falk");
        var addresses = new List<string>();
        visit.Page.Request += (_, request) => addresses.Add(request.Url);

        await visit.Page.Locator("#Personnummer").FillAsync("191001019808");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator(".field-error").WaitForAsync();
        Assert.Equal("", await visit.Page.Locator("#Personnummer").InputValueAsync());
        await visit.LooksRightAsync("registratur-nummer-fel");
        await visit.Page.Locator("#Personnummer").FillAsync("19100101-9809");
        await FollowAsync(visit, "Visa personens poster", "/registratur/logg?person=");

        Assert.True(await visit.Page.GetByText("Inga poster").IsVisibleAsync());
        Assert.DoesNotContain(addresses, address => address.Contains("0101", StringComparison.Ordinal));
        await visit.LooksRightAsync("registratur-inga-poster");
    }

    [Fact]
    public async Task Another_authoritys_entry_and_one_that_does_not_exist_give_the_same_page()
    {
        await using var visit = await SignInAsync(View.Desk, "torsten-back");
        var answers = new List<string>();
        foreach (var index in new[] { 0, 99_999_999 })
        {
            var answer = await visit.GoAsync($"/registratur/logg/{index}");
            Assert.Equal(404, answer!.Status);
            answers.Add(await visit.Page.Locator("main").InnerTextAsync());
        }

        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task Pages_of_a_long_list_follow_one_another_and_the_order_can_be_turned()
    {
        await using var visit = await SignInAsync(View.Desk, "ingrid-falk");
        await visit.GoAsync("/registratur/logg");
        var first = await FirstEntryAsync(visit);

        await FollowAsync(visit, "Nästa", "sida=fore-");
        Assert.True(await FirstEntryAsync(visit) < first);
        await EnterAsync(visit, "thead a", "sortera=tid");
        Assert.DoesNotContain("sida=", visit.Page.Url, StringComparison.Ordinal);
        Assert.True(await FirstEntryAsync(visit) < 100);
    }

    [Fact]
    public async Task Checkpoint_receipt_and_export_are_downloaded_as_files_of_the_same_log()
    {
        await using var visit = await SignInAsync(View.Desk, "ingrid-falk");
        await visit.GoAsync("/registratur/verifiera");
        var export = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByText("Hämta exporten").ClickAsync());
        var checkpoint = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByText("Hämta kontrollpunkten").ClickAsync());
        await visit.GoAsync("/registratur/logg?handelse=decided");
        await visit.ClickAsync(visit.Page.Locator("tbody a").First);
        var receipt = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByText("Hämta kvitto").ClickAsync());

        var origin = (await TextAsync(checkpoint)).Split('\n')[0];
        Assert.StartsWith("delningsnav.example/", origin, StringComparison.Ordinal);
        Assert.StartsWith("c2sp.org/tlog-proof@v1\n", await TextAsync(receipt), StringComparison.Ordinal);
        Assert.Contains($"\n\n{origin}\n", await TextAsync(receipt), StringComparison.Ordinal);
        Assert.Matches("^loggpost-[0-9]+[.]tlog-proof$", receipt.SuggestedFilename);
        var lines = (await TextAsync(export)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"format\":\"delningsnav-log-export@v1\"", lines[0], StringComparison.Ordinal);
        Assert.Equal($"logg-{lines.Length - 1}.jsonl", export.SuggestedFilename);
    }

    [Fact]
    public async Task A_printed_entry_has_the_decision_and_no_tools()
    {
        await using var visit = await SignInAsync(View.Desk, "ingrid-falk");
        await visit.GoAsync("/registratur/logg?utfall=release");
        await visit.ClickAsync(visit.Page.Locator("tbody a").First);

        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.True(await visit.Page.GetByText("Varför det blev så").First.IsVisibleAsync());
        Assert.False(await visit.Page.Locator(".side").IsVisibleAsync());
        await visit.ShootAsync("registratur-post-utskrift");
    }

    private Task<Visit> SignInAsync(View view, string person) => site.SignInAsync(view, person, "/registratur");

    /// <summary>Tabs to a link or button, presses Enter on it, and waits until the address contains what it leads to.</summary>
    private static async Task FollowAsync(Visit visit, string text, string part)
    {
        await visit.TabToAsync(text);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync(address => address.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Presses Enter on the first link in one part of the table.</summary>
    /// <remarks>The link is not found by its text, because the scrolling frame around it has the same text.</remarks>
    private static async Task EnterAsync(Visit visit, string link, string part)
    {
        await visit.Page.Locator(link).First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync(address => address.Contains(part, StringComparison.Ordinal));
    }

    private static async Task<long> FirstEntryAsync(Visit visit)
    {
        var address = await visit.Page.Locator("tbody a").First.GetAttributeAsync("href");
        return long.Parse(address!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string> TextAsync(IDownload download)
    {
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        return await reader.ReadToEndAsync();
    }
}
