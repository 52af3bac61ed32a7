using System.Globalization;
using System.Security.Cryptography;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.MinSida;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Receipt;

/// <summary>A receipt as a PDF. It has the words of the page, and the signed file is attached, so that the two are not separated.</summary>
internal sealed class ReceiptPdf(IStringLocalizer<ReceiptTexts> texts, ReceiptFacts facts)
{
    // The library shares its fonts between documents and does not promise to be thread-safe.
    private static readonly Lock OneAtATime = new();

    /// <summary>The PDF's bytes.</summary>
    public byte[] Write(IssuedReceipt receipt, string signedFileName)
    {
        lock (OneAtATime)
        {
            // The document is laid out twice, because each page says how many pages there are.
            using var first = Draw(receipt, signedFileName, 0);
            using var second = Draw(receipt, signedFileName, first.Pages);
            return second.ToBytes(signedFileName, receipt.File);
        }
    }

    private PdfSheet Draw(IssuedReceipt receipt, string signedFileName, int pages)
    {
        var statement = receipt.Content.Statement;
        var sheet = new PdfSheet(
            texts["Title"],
            CultureInfo.CurrentUICulture.Name,
            page => texts["PdfFoot", receipt.Content.Proofs.Answer.Index, page, pages]);
        sheet.Title(texts["Title"]);
        sheet.Heading(texts["AnswerTitle"]);
        Facts(sheet, facts.Answer);
        sheet.Heading(texts["EventsTitle"]);
        sheet.List(facts.Events);
        sheet.Heading(texts["TextTitle"]);
        var language = PdfSheet.CanWrite(facts.TextLanguage) ? facts.TextLanguage : statement.TextLanguage;
        sheet.Paragraph(texts["TextVersion", statement.TextVersion, language]);
        if (PdfSheet.CanWrite(receipt.Content.Text))
        {
            ExactWords(sheet, receipt.Content.Text, statement.TextLanguage);
        }
        else
        {
            sheet.Paragraph(texts["PdfTextElsewhere", language, statement.TextHash]);
        }

        sheet.Heading(texts["WithdrawTitle"]);
        foreach (var line in facts.Withdraw)
        {
            sheet.Paragraph(line);
        }

        sheet.Heading(texts["ProofTitle"]);
        Facts(sheet, facts.Proof);
        sheet.Paragraph(texts["PdfAttached", signedFileName, Convert.ToHexStringLower(SHA256.HashData(receipt.File.Span))]);
        sheet.Paragraph(texts["ProofText"]);
        sheet.Paragraph(facts.Yours);
        return sheet;
    }

    private void Facts(PdfSheet sheet, IReadOnlyList<ReceiptFact> rows)
    {
        foreach (var row in rows)
        {
            sheet.Fact(row.Name, PdfSheet.CanWrite(row.Value) ? row.Value : texts["PdfElsewhere"]);
        }

        sheet.Apart();
    }

    private static void ExactWords(PdfSheet sheet, string text, string language)
    {
        foreach (var part in ExactText.PartsOf(text))
        {
            if (part.IsList)
            {
                sheet.List(part.Lines, language);
            }
            else
            {
                foreach (var line in part.Lines)
                {
                    sheet.Quoted(line, language);
                }
            }
        }
    }
}
