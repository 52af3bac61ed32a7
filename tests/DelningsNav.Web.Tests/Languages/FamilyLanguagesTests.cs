using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DelningsNav.Hub.Consents;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Web.Tests.Languages;

/// <summary>
/// A family reads and answers in one language from the first word to the last; pages for staff are in Swedish for readers
/// who chose a language of families.
/// </summary>
public sealed partial class FamilyLanguagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Translated => ["en", "fi", "ar", "so"];

    [Theory, MemberData(nameof(Translated))]
    public async Task No_page_for_families_has_a_Swedish_text_left_in_it(string language)
    {
        await using var app = await TestApp.StartAsync();
        var asked = await app.AskForConsentAsync("betyg");
        var given = await app.GiveConsentAsync();
        var reader = PageVisits.Family(app.Mother);
        var swedish = SwedishTexts(language);

        foreach (var path in new[]
        {
            "/", "/hjalp", "/tillganglighet", "/logga-in", "/min-sida", $"/min-sida/lasningar/{app.Child}", $"/min-sida/samtycken/{asked}",
            $"/min-sida/samtycken/{given}/klart", $"/min-sida/samtycken/{given}/kvitto", $"/min-sida/samtycken/{given}/aterkalla",
        })
        {
            var page = WebUtility.HtmlDecode(
                await app.ReadPageAsync(path, path.StartsWith("/min-sida", StringComparison.Ordinal) ? reader : null, language));
            Assert.Contains($"<html lang=\"{language}\"", page, StringComparison.Ordinal);
            var words = SignedInSwedish().Replace(page, "");
            Assert.Empty(
                swedish.Where(text => Regex.IsMatch(words, $@"(?<!\w){Regex.Escape(text)}(?!\w)")).Select(text => $"{path}: {text}"));
        }
    }

    [Theory]
    [InlineData("/regler")]
    [InlineData("/arbetsyta")]
    [InlineData("/registratur")]
    public async Task Pages_for_staff_are_entirely_in_Swedish_for_a_reader_who_has_chosen_a_language_of_families(string path)
    {
        await using var app = await TestApp.StartAsync();
        var staff = PageVisits.Staff(path == "/registratur" ? app.Registrator : app.Familjebehandlare);

        var arabic = await app.ReadPageAsync(path, staff, "ar");

        Assert.Contains("<html lang=\"sv\" dir=\"ltr\">", arabic, StringComparison.Ordinal);
        Assert.Equal(["sv", "en"], Offered(arabic));
        Assert.Equal(WithoutToken(await app.ReadPageAsync(path, staff)), WithoutToken(arabic));
        Assert.Contains("<html lang=\"en\" dir=\"ltr\">", await app.ReadPageAsync(path, staff, "en"), StringComparison.Ordinal);
        Assert.Equal(ConsentLanguages.All, Offered(await app.ReadPageAsync("/hjalp", staff, "ar")));
    }

    [Theory]
    [InlineData("sv", "ltr")]
    [InlineData("sv-simple", "ltr")]
    [InlineData("en", "ltr")]
    [InlineData("fi", "ltr")]
    [InlineData("ar", "rtl")]
    [InlineData("so", "ltr")]
    public async Task The_text_of_a_consent_can_be_read_in_another_language_than_the_page(string language, string direction)
    {
        await using var app = await TestApp.StartAsync();
        var consent = await app.AskForConsentAsync();
        await using var db = app.Hub.Database.NewContext();
        var text = await app.Hub.Texts.RenderAsync(db, await db.Consents.SingleAsync(c => c.Id == consent, Ct), language, Ct);

        var page = WebUtility.HtmlDecode(
            await app.ReadPageAsync($"/min-sida/samtycken/{consent}?text={language}", PageVisits.Family(app.Mother), "fi"));

        Assert.Contains($"<div class=\"wording\" lang=\"{language}\" dir=\"{direction}\">", page, StringComparison.Ordinal);
        Assert.All(
            text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains(line.TrimStart('–', ' '), page, StringComparison.Ordinal));
        Assert.Contains("<html lang=\"fi\"", page, StringComparison.Ordinal);
    }

    private static string WithoutToken(string page) => Regex.Replace(page, "(?<=RequestVerificationToken\"[^>]*value=\")[^\"]*", "");

    private static IReadOnlyList<string> Offered(string page) =>
        [.. Regex.Matches(page, "href=\"/sprak/([a-z-]+)\\?").Select(link => link.Groups[1].Value)];

    // Whole texts without placeholders, long enough not to be part of another word by chance.
    private static List<string> SwedishTexts(string language) =>
    [
        .. from marker in new[] { "SharedTexts", "MinSidaTexts", "ReceiptTexts" }
           let translated = Read(marker, language)
           from text in Read(marker, "sv")
           where text.Value.Length >= 6
           && !text.Value.Contains('{', StringComparison.Ordinal)
           && !translated[text.Key].Contains(text.Value, StringComparison.Ordinal)
           && text.Key != "LanguageName"
           select text.Value,
    ];

    private static Dictionary<string, string> Read(string marker, string language) =>
        XDocument.Parse(WebSources.ReadTexts($"{marker}.{language}.resx")).Root!.Elements("data")
            .ToDictionary(text => text.Attribute("name")!.Value, text => text.Element("value")!.Value);

    // The exact text is still in the language in which it was answered.
    [GeneratedRegex("<div class=\"wording\" lang=\"sv\".*?</div>", RegexOptions.Singleline)]
    private static partial Regex SignedInSwedish();
}
