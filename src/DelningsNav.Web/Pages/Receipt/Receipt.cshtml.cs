using System.Globalization;
using System.Net.Mime;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Languages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace DelningsNav.Web.Pages.Receipt;

/// <summary>
/// The receipt of the reader's own answer. The reader can read it, print it, and download it as a PDF and as a signed file.
/// </summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class ReceiptPage(
    ConsentReceipts receipts, LogProofs proofs, IStringLocalizer<ReceiptTexts> texts, IStringLocalizer<MinSidaTexts> family) : PageModel
{
    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");

    /// <summary>The consent with its receipt.</summary>
    public SignerReceipt Receipt { get; private set; } = null!;

    /// <summary>The receipt in words, or null if it can no longer be made.</summary>
    internal ReceiptFacts? Facts { get; private set; }

    /// <summary>Shows the receipt. A missing receipt and another person's receipt give the same answer.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ReadAsync(id, ct) ? Page() : NotFound();

    /// <summary>Sends the signed file.</summary>
    public async Task<IActionResult> OnGetJsonAsync(Guid id, CancellationToken ct) =>
        await ReadAsync(id, ct) && Receipt.Receipt is { } receipt
            ? Download(receipt.File.ToArray(), MediaTypeNames.Application.Json, SignedFileName(receipt))
            : NotFound();

    /// <summary>
    /// Sends the receipt as a PDF with the signed file in it. If the PDF cannot be written in the script of the page, the PDF is in
    /// Swedish.
    /// </summary>
    public async Task<IActionResult> OnGetPdfAsync(Guid id, CancellationToken ct)
    {
        if (CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft)
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Swedish, Swedish);
        }

        return await ReadAsync(id, ct) && Receipt.Receipt is { } receipt
            ? Download(
                new ReceiptPdf(texts, Facts!).Write(receipt, SignedFileName(receipt)), MediaTypeNames.Application.Pdf,
                FileName(receipt) + ".pdf")
            : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        // The configured origin is used, because a receipt must not repeat the host that a request names.
        var origin = HttpContext.RequestServices.GetRequiredService<HubOrigin>().For(HttpContext.Connection.LocalPort);
        var withdraw = $"{origin}/min-sida/samtycken/{id}/aterkalla";
        if (await receipts.ReadAsync(new ConsentId(id), User.PersonId(), withdraw, ct) is not { } found)
        {
            return false;
        }

        Receipt = found;
        Facts = found.Receipt is { } receipt
            ? new ReceiptWords(texts, family).FactsOf(found.Detail, receipt.Content, proofs.ReceiptVerifierKeys)
            : null;
        return true;
    }

    private FileContentResult Download(byte[] bytes, string type, string name)
    {
        Response.Headers[HeaderNames.CacheControl] = "no-store";
        return File(bytes, type, name);
    }

    private string SignedFileName(IssuedReceipt receipt) => FileName(receipt) + ".json";

    private string FileName(IssuedReceipt receipt) => texts["FileName", receipt.Content.Proofs.Answer.Index];
}
