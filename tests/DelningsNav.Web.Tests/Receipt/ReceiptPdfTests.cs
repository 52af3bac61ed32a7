using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Signing.Notes;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Receipt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Tokens;

namespace DelningsNav.Web.Tests.Receipt;

/// <summary>The receipt as a PDF, read by another library than the one that wrote it.</summary>
public sealed class ReceiptPdfTests
{
    private const string Arabic = "هل يجوز للمدرسة أن تعرض غياب نورا؟";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_what_was_answered_in_the_exact_words_on_A4_with_its_own_font()
    {
        await using var app = await TestApp.StartAsync();
        var (found, pdf) = await WriteAsync(app, "sv-SE");

        using var document = PdfDocument.Open(pdf);

        var text = TextOf(document);
        Assert.Contains("Kvitto på ditt svar", text, StringComparison.Ordinal);
        Assert.Contains("Grundskola, Utbildningsnämnden (organisationsnummer 212000-0142)", text, StringComparison.Ordinal);
        Assert.Contains(
            found.Receipt!.Content.Statement.TextHash, text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($"{found.Receipt.Content.Proofs.Answer.Index} i loggen test.example/stad/audit", text, StringComparison.Ordinal);
        Assert.All(WordsOf(found.Receipt.Content.Text), word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.All(document.GetPages(), page => Assert.Equal(PageSize.A4, page.Size));
        Assert.All(
            document.GetPages().SelectMany(page => page.Letters),
            letter => Assert.Contains("NotoSans", letter.FontName!.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sv-SE", "Kvitto på ditt svar")]
    [InlineData("en-GB", "Receipt of your answer")]
    public async Task It_is_tagged_and_has_its_title_and_language(string culture, string title)
    {
        await using var app = await TestApp.StartAsync();
        var (_, pdf) = await WriteAsync(app, culture);

        using var document = PdfDocument.Open(pdf);

        var catalog = document.Structure.Catalog.CatalogDictionary;
        Assert.Equal(title, document.Information.Title);
        Assert.Equal(culture, Assert.IsType<StringToken>(catalog.Data["Lang"]).Data);
        Assert.Contains("StructTreeRoot", catalog.Data.Keys);
        Assert.Contains("MarkInfo", catalog.Data.Keys);
    }

    [Theory]
    [InlineData("sv-SE-simple", "Så kan du bevisa ditt svar", "Det var precis den här texten du såg.")]
    [InlineData("fi-FI", "Jos muutat mielesi", "Tämä on täsmälleen se teksti, jonka näit.")]
    [InlineData("so-SO", "Haddii aad go'aankaaga beddesho", "Kani waa qoraalka saxda ah ee aad aragtay.")]
    public async Task It_is_complete_in_each_language_of_families_that_it_can_write(string culture, string heading, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var (_, pdf) = await WriteAsync(app, culture);

        using var document = PdfDocument.Open(pdf);

        var text = TextOf(document);
        Assert.Contains(heading, text, StringComparison.Ordinal);
        Assert.Contains($": Svenska. {sentence}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Du kan ta tillbaka ditt ja när som helst", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Står i den signerade filen", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_signed_file_is_attached_and_its_hash_is_printed()
    {
        await using var app = await TestApp.StartAsync();
        var (found, pdf) = await WriteAsync(app, "sv-SE");

        using var document = PdfDocument.Open(pdf);

        Assert.True(document.Advanced.TryGetEmbeddedFiles(out var files));
        var file = Assert.Single(files);
        Assert.Equal(found.Receipt!.File.ToArray(), file.Memory.ToArray());
        Assert.Contains(
            Convert.ToHexStringLower(SHA256.HashData(file.Memory.Span)),
            TextOf(document).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(NoteVerifier.TryParse(app.Get<LogProofs>().VerifierKey, out var key));
        var keys = Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow([key], app.Get<LogProofs>().KeyStatements)).Keys;
        Assert.IsType<ConsentReceiptVerdict.Sound>(ConsentReceiptVerifier.Verify(file.Memory.ToArray(), keys));
    }

    [Fact]
    public async Task A_text_whose_letters_it_cannot_write_is_referred_to_instead_of_written_wrong()
    {
        await using var app = await TestApp.StartAsync();
        var (_, pdf) = await WriteAsync(
            app,
            "sv-SE",
            receipt => receipt with { Text = Arabic, Statement = receipt.Statement with { TextLanguage = "ar" } },
            facts => facts with { TextLanguage = "العربية", Answer = [new("Vad", Arabic)] });

        using var document = PdfDocument.Open(pdf);

        var text = TextOf(document);
        Assert.DoesNotContain(text, letter => letter is >= '\u0590' and < '\u0900' or >= '\ufb50');
        Assert.Contains("språk (ar) vars skrift", text, StringComparison.Ordinal);
        Assert.Contains("Den exakta texten finns i den bifogade signerade filen", text, StringComparison.Ordinal);
        Assert.Contains("Står i den signerade filen", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("åäö ÅÄÖ é – ”samtycke”", true)]
    [InlineData("Voiko koulu näyttää šekin ja žurnaalin?", true)]
    [InlineData("Dugsigu ma tusi karaa maqnaanshaha ilmahaaga? Su’aal", true)]
    [InlineData(Arabic, false)]
    [InlineData("中文", false)]
    public void It_reports_which_letters_it_can_write(string text, bool can) => Assert.Equal(can, PdfSheet.CanWrite(text));

    [Fact]
    public async Task A_word_wider_than_a_line_and_a_text_longer_than_a_page_lose_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var paragraph = string.Join(' ', Enumerable.Range(0, 1000).Select(n => $"ord{n}"));
        var (_, pdf) = await WriteAsync(
            app, "sv-SE", receipt => receipt with { Text = $"{paragraph}\n{new string('x', 300)}\n{paragraph}\n{paragraph}" });

        using var document = PdfDocument.Open(pdf);

        var text = TextOf(document);
        Assert.True(document.NumberOfPages > 2);
        Assert.Contains($"sida {document.NumberOfPages} av {document.NumberOfPages}", text, StringComparison.Ordinal);
        Assert.Equal(
            300,
            text.Split([' ', '\n', '\r']).Where(word => word.Length > 20 && word.All(letter => letter == 'x')).Sum(word => word.Length));
        Assert.Contains("ord999", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("one", 5)]
    [InlineData("one two three", 7)]
    [InlineData("one  two   three", 7)]
    [InlineData("abcdefghijklmnop qr", 5)]
    [InlineData("abc", 0)]
    public void A_text_broken_into_lines_is_the_same_text(string text, int width) =>
        Assert.Equal(text, string.Concat(PdfLines.Break(text, line => line.Length <= width)));

    private static async Task<(SignerReceipt Found, byte[] Pdf)> WriteAsync(
        TestApp app, string culture, Func<ConsentReceipt, ConsentReceipt>? change = null, Func<ReceiptFacts, ReceiptFacts>? say = null)
    {
        var consent = await app.GiveConsentAsync();
        var found = await app.Get<ConsentReceipts>().ReadAsync(consent, app.Mother, "https://hub.example/aterkalla", Ct);
        var receipt = found!.Receipt! with { Content = change?.Invoke(found.Receipt!.Content) ?? found.Receipt!.Content };
        var texts = app.Services.GetRequiredService<IStringLocalizer<ReceiptTexts>>();
        var family = app.Services.GetRequiredService<IStringLocalizer<MinSidaTexts>>();
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            var facts = new ReceiptWords(texts, family).FactsOf(found.Detail, receipt.Content, app.Get<LogProofs>().ReceiptVerifierKeys);
            return (found, new ReceiptPdf(texts, say?.Invoke(facts) ?? facts).Write(receipt, "kvitto.json"));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private static string TextOf(PdfDocument document)
    {
        var text = new StringBuilder();
        foreach (var page in document.GetPages())
        {
            text.Append(ContentOrderTextExtractor.GetText(page)).Append(' ');
        }

        return text.Replace("\r", "").Replace("\n", " ").Replace("  ", " ").ToString();
    }

    private static IEnumerable<string> WordsOf(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct();
}
