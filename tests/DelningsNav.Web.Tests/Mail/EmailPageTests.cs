using System.Net;
using System.Text.RegularExpressions;
using DelningsNav.Tests.Mail;

namespace DelningsNav.Web.Tests.Mail;

/// <summary>The pages on which families and staff turn a link by e-mail on and off.</summary>
public sealed partial class EmailPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("minsida", "/min-sida/epost")]
    [InlineData("arbetsyta", "/arbetsyta/epost")]
    public async Task A_user_gives_an_address_enters_the_code_and_removes_the_address_again(string area, string path)
    {
        await using var server = await MailboxServer.StartAsync();
        await using var app = await TestApp.StartAsync(mail: MailerTests.Through(server));
        using var reader = area == "minsida" ? SignedIn.At(app, app.Mother) : SignedIn.At(app, app.Familjebehandlare, area);
        var start = await reader.ReadAsync(path);

        using var given = await reader.PostAsync(path, ("Address", "anna@example.se"));
        using var letter = await server.NextAsync(Ct);
        var waiting = await reader.ReadAsync(given.Headers.Location!.ToString());
        var code = SixDigits().Match(letter.TextBody!).Value;
        using var wrong = await reader.PostAsync($"{path}?handler=Code", ("Code", code == "000000" ? "000001" : "000000"));
        using var right = await reader.PostAsync($"{path}?handler=Code", ("Code", code));
        var on = await reader.ReadAsync(right.Headers.Location!.ToString());
        using var removed = await reader.PostAsync($"{path}?handler=Remove");
        var off = await reader.ReadAsync(removed.Headers.Location!.ToString());

        Assert.Contains("en adress som bara du läser", start, StringComparison.Ordinal);
        Assert.Contains("Vi har skickat en kod till", waiting, StringComparison.Ordinal);
        Assert.Contains("anna@example.se", waiting, StringComparison.Ordinal);
        Assert.Contains(
            "Du kan försöka 4 gånger till", WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Contains("Nu får du en länk när det finns något nytt", on, StringComparison.Ordinal);
        Assert.Contains("Adressen är borttagen", off, StringComparison.Ordinal);
        Assert.DoesNotContain("anna@example.se", off, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anna", "Skriv en e-postadress")]
    [InlineData("", "Skriv en e-postadress")]
    [InlineData("refused@example.se", "Det går inte att skicka till adressen")]
    public async Task An_unusable_address_is_named_at_its_field_what_was_typed_is_preserved_and_nothing_is_stored(string typed, string told)
    {
        await using var server = await MailboxServer.StartAsync();
        await using var app = await TestApp.StartAsync(mail: MailerTests.Through(server));
        using var mother = SignedIn.At(app, app.Mother);

        using var answer = await mother.PostAsync("/min-sida/epost", ("Address", typed));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(told, page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed}\"", page, StringComparison.Ordinal);
        Assert.Contains("Skicka en kod", await mother.ReadAsync("/min-sida/epost"), StringComparison.Ordinal);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM email_links WHERE sealed_address IS NOT NULL"));
    }

    [Fact]
    public async Task An_unreachable_server_is_reported_as_temporary()
    {
        var server = await MailboxServer.StartAsync();
        var setup = MailerTests.Through(server);
        await server.DisposeAsync();
        await using var app = await TestApp.StartAsync(mail: setup);
        using var mother = SignedIn.At(app, app.Mother);

        using var answer = await mother.PostAsync("/min-sida/epost", ("Address", "anna@example.se"));

        Assert.Contains(
            "Försök igen om en stund", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM email_links WHERE sealed_address IS NOT NULL"));
    }

    [Fact]
    public async Task Without_a_mail_server_there_is_no_such_page_and_no_link_to_it()
    {
        await using var app = await TestApp.StartAsync();
        using var mother = SignedIn.At(app, app.Mother);
        using var staff = SignedIn.At(app, app.Familjebehandlare, "arbetsyta");

        using var page = await mother.GetAsync("/min-sida/epost");
        using var ofStaff = await staff.GetAsync("/arbetsyta/epost");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.StatusCode, ofStaff.StatusCode));
        Assert.DoesNotContain("epost", await mother.ReadAsync("/min-sida"), StringComparison.Ordinal);
        Assert.DoesNotContain("epost", await staff.ReadAsync("/arbetsyta/meddelanden"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_with_a_protected_identity_reads_why_there_is_no_e_mail_and_can_give_no_address()
    {
        await using var server = await MailboxServer.StartAsync();
        await using var app = await TestApp.StartAsync(mail: MailerTests.Through(server));
        await app.AskDatabaseAsync("UPDATE persons SET marking = 'SkyddadFolkbokforing'; SELECT 0");
        using var mother = SignedIn.At(app, app.Mother);

        var page = await mother.ReadAsync("/min-sida/epost");
        using var given = await mother.PostAsync("/min-sida/epost", ("Address", "anna@example.se"));

        Assert.Contains("skyddade personuppgifter", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Address\"", page, StringComparison.Ordinal);
        Assert.Equal(0, server.Count);
        Assert.Equal(0, await app.AskDatabaseAsync("SELECT COUNT(*) FROM email_links"));
    }

    [Fact]
    public async Task A_form_from_another_site_changes_nothing()
    {
        await using var server = await MailboxServer.StartAsync();
        await using var app = await TestApp.StartAsync(mail: MailerTests.Through(server));
        using var mother = SignedIn.At(app, app.Mother);

        using var forged = await mother.PostWithoutTokenAsync("/min-sida/epost", ("Address", "anna@example.se"));

        Assert.Equal((HttpStatusCode.BadRequest, 0), (forged.StatusCode, server.Count));
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
