using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Signing.Notes;
using DelningsNav.Web.SignIn;
using DelningsNav.Web.Tests.Languages;
using UglyToad.PdfPig;

namespace DelningsNav.Web.Tests.Receipt;

/// <summary>The receipt of one's own answer as a page and as files to download.</summary>
public sealed class ReceiptPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_what_was_answered_to_which_text_and_where_to_withdraw_it()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();

        var page = WebUtility.HtmlDecode(await app.ReadPageAsync(Address(consent), Person(app.Mother)));

        Assert.Contains("Kvitto på ditt svar", page, StringComparison.Ordinal);
        Assert.Contains("Ja, 2 november 2026", page, StringComparison.Ordinal);
        Assert.Contains("organisationsnummer 212000-0142", page, StringComparison.Ordinal);
        Assert.Contains("Du bestämmer själv. Du kan säga nej, och då visas inga uppgifter.", page, StringComparison.Ordinal);
        Assert.Contains($"/min-sida/samtycken/{consent}/aterkalla", page, StringComparison.Ordinal);
        Assert.Contains(app.Get<LogProofs>().ReceiptVerifierKeys, page, StringComparison.Ordinal);
        Assert.Contains(
            "As guardian of", WebUtility.HtmlDecode(await app.ReadPageAsync(Address(consent), Person(app.Mother), "en")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv-simple", "Så var det när vi gjorde kvittot", "Svenska")]
    [InlineData("fi", "Kuitti vastauksestasi", "Svenska")]
    [InlineData("ar", "إيصال بجوابك", "\u2068Svenska\u2069")]
    [InlineData("so", "Rasiidka jawaabtaada", "Svenska")]
    public async Task The_page_is_in_every_language_of_families_and_shows_no_key_in_place_of_a_text(
        string language, string said, string textLanguage)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();

        var page = await app.ReadPageAsync(Address(consent), Person(app.Mother), language);

        var text = WebUtility.HtmlDecode(Regex.Replace(page, "<[^>]*>", " "));
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains($": {textLanguage}.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Keys(), key => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(key)}(?![\w-])"));
    }

    [Fact]
    public async Task The_place_in_the_log_is_not_called_a_receipt_and_is_listed_with_the_commas_of_the_language()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();

        var swedish = WebUtility.HtmlDecode(await app.ReadPageAsync($"/min-sida/samtycken/{consent}", Person(app.Mother)));
        var arabic = WebUtility.HtmlDecode(await app.ReadPageAsync($"/min-sida/samtycken/{consent}", Person(app.Mother), "ar"));

        Assert.Contains("Så står ditt svar i loggen", swedish, StringComparison.Ordinal);
        Assert.DoesNotContain("Kvittonummer", swedish, StringComparison.Ordinal);
        Assert.Contains("Ja, 2 november 2026", swedish, StringComparison.Ordinal);
        Assert.Contains("\u2068نعم\u2069، \u20682 نوفمبر 2026", arabic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consents_page_and_the_confirmation_link_to_the_receipt_once_the_consent_is_answered()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        var before = await app.ReadPageAsync($"/min-sida/samtycken/{consent}", Person(app.Mother));
        await app.AnswerAsync(consent, app.Mother, ConsentAnswer.No);

        Assert.DoesNotContain(Address(consent), before, StringComparison.Ordinal);
        Assert.Contains(
            Address(consent), await app.ReadPageAsync($"/min-sida/samtycken/{consent}", Person(app.Mother)), StringComparison.Ordinal);
        Assert.Contains(
            Address(consent), await app.ReadPageAsync($"/min-sida/samtycken/{consent}/klart", Person(app.Mother)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_signed_file_is_downloaded_without_a_name_and_verifies_without_the_hub()
    {
        byte[] file;
        KeyList keys;
        await using (var app = await TestApp.StartAsync())
        {
            var consent = await app.GiveConsentAsync();
            using var answer = await app.VisitAsync(Address(consent) + "/json", Person(app.Mother));
            file = await answer.Content.ReadAsByteArrayAsync(Ct);
            AssertIsDownload(answer, "application/json", "kvitto-samtycke-", ".json");
            Assert.True(NoteVerifier.TryParse(app.Get<LogProofs>().VerifierKey, out var key));
            keys = Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow([key], app.Get<LogProofs>().KeyStatements)).Keys;
            Assert.DoesNotContain(app.ChildsNumber[2..], Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        }

        var sound = Assert.IsType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(file, keys));
        Assert.Contains("Du bestämmer själv.", sound.Receipt.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sv", "kvitto-samtycke-", "Kvitto på ditt svar")]
    [InlineData("sv-simple", "kvitto-samtycke-", "Kvitto på ditt svar")]
    [InlineData("en", "consent-receipt-", "Receipt of your answer")]
    [InlineData("fi", "suostumuskuitti-", "Kuitti vastauksestasi")]
    [InlineData("ar", "kvitto-samtycke-", "Kvitto på ditt svar")]
    [InlineData("so", "rasiid-oggolaansho-", "Rasiidka jawaabtaada")]
    public async Task The_PDF_is_downloaded_without_a_persons_name_and_in_the_readers_language_when_it_can_be_written(
        string language, string fileName, string title)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();

        using var answer = await app.VisitAsync(Address(consent) + "/pdf", Person(app.Mother), language);

        AssertIsDownload(answer, "application/pdf", fileName, ".pdf");
        using var document = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(title, document.Information.Title);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/pdf")]
    [InlineData("/json")]
    public async Task A_stranger_a_blocked_guardian_and_a_person_who_has_not_answered_get_the_page_of_an_unknown_receipt(string form)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        await app.AnswerAsync(consent, app.Father, ConsentAnswer.Yes);
        await app.Get<MaintainRegister>().BlockGuardianAsync(app.Child, app.Father, "Skydd", "SDN 2026/9", app.Today, Actor.Hub, Ct);
        var none = new ConsentId(Guid.CreateVersion7());
        Assert.True(IdentityNumber.TryParse(TestNumbers.OfAge(52, app.Today), out var number));
        var stranger = await app.Get<MaintainRegister>().RegisterAsync(
            number, "Främmande", "Person", SecurityMarking.None, Actor.Hub, Ct);

        var expected = await NotThereAsync(app, Address(none) + form, app.Mother);

        Assert.Equal(expected, await NotThereAsync(app, Address(consent) + form, app.Father));
        Assert.Equal(expected, await NotThereAsync(app, Address(consent) + form, app.Mother));
        Assert.Equal(expected, await NotThereAsync(app, Address(consent) + form, stranger));
    }

    [Fact]
    public async Task Staff_and_readers_who_have_not_signed_in_get_no_receipt()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();

        using var staff = await app.VisitAsync(Address(consent) + "/json", PageVisits.Staff(app.Familjebehandlare));
        using var nobody = await app.VisitAsync(Address(consent) + "/json");

        Assert.NotEqual(HttpStatusCode.OK, staff.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, nobody.StatusCode);
    }

    [Fact]
    public async Task When_the_facts_of_the_receipt_are_erased_the_page_says_so_and_offers_no_file()
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.GiveConsentAsync();
        var month = PayloadKeys.MonthOf(app.Clock.GetUtcNow());
        app.Clock.Advance(TimeSpan.FromDays(31));
        await app.Hub.Log.Erasures.EraseMonthAsync(month, "NÄMND 2026/9", Actor.Hub, Ct);

        var page = WebUtility.HtmlDecode(await app.ReadPageAsync(Address(consent), Person(app.Mother)));
        using var file = await app.VisitAsync(Address(consent) + "/json", Person(app.Mother));
        using var pdf = await app.VisitAsync(Address(consent) + "/pdf", Person(app.Mother));

        Assert.Contains("Kvittot går inte längre att göra här", page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (file.StatusCode, pdf.StatusCode));
    }

    private static Claim Person(PersonId id) => new(SignInSetup.PersonClaim, id.ToString());

    private static IEnumerable<string> Keys() =>
        XDocument.Parse(WebSources.ReadTexts("ReceiptTexts.sv.resx")).Root!.Elements("data").Select(text => text.Attribute("name")!.Value);

    private static string Address(ConsentId consent) => $"/min-sida/samtycken/{consent}/kvitto";

    private static async Task<string> NotThereAsync(TestApp app, string path, PersonId reader)
    {
        using var answer = await app.VisitAsync(path, Person(reader));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);

        // The address is in the page's own links and forms, and a form has a new token each time.
        var page = await answer.Content.ReadAsStringAsync(Ct);
        var text = page.Replace(path, "", StringComparison.Ordinal).Replace(Uri.EscapeDataString(path), "", StringComparison.Ordinal);
        return Regex.Replace(text, "name=\"__RequestVerificationToken\"[^>]*", "");
    }

    private static void AssertIsDownload(HttpResponseMessage answer, string type, string nameStart, string nameEnd)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        var disposition = answer.Content.Headers.ContentDisposition!;
        var name = disposition.FileName!.Trim('"');
        Assert.Equal("attachment", disposition.DispositionType);
        Assert.StartsWith(nameStart, name, StringComparison.Ordinal);
        Assert.EndsWith(nameEnd, name, StringComparison.Ordinal);
        Assert.All(name[nameStart.Length..^nameEnd.Length], letter => Assert.True(char.IsAsciiDigit(letter)));
    }
}
