using System.Globalization;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Languages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Arbetsyta.Nedteckna;

/// <summary>The words on a printed form around the text that is signed, in the language of that text and not of the page.</summary>
/// <param name="Answer">The words above the two answers.</param>
/// <param name="Yes">The word for yes.</param>
/// <param name="No">The word for no.</param>
/// <param name="Signature">The words at the line to sign on.</param>
/// <param name="Name">The words at the line for the name.</param>
/// <param name="Day">The words at the line for the day.</param>
/// <param name="Withdraw">How the consent is withdrawn.</param>
/// <param name="TextNumber">The words for the number of the text.</param>
public sealed record PaperWords(
    string Answer, string Yes, string No, string Signature, string Name, string Day, string Withdraw, string TextNumber)
{
    private const int DigitsOfNumber = 12;

    /// <summary>The words in one of the languages of the consent texts.</summary>
    internal static PaperWords In(string language, IStringLocalizer<MinSidaTexts> family)
    {
        var readers = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = ConsentLanguages.CultureOf(language);
        try
        {
            return new PaperWords(
                family["PaperYourAnswer"],
                family["PaperYes"],
                family["PaperNo"],
                family["PaperSignature"],
                family["PaperName"],
                family["PaperDay"],
                family["PaperWithdraw"],
                family["PaperTextNumber"]);
        }
        finally
        {
            CultureInfo.CurrentUICulture = readers;
        }
    }

    /// <summary>The number of a text as the form shows it: the first digits of its hash, in groups of four.</summary>
    public static string NumberOf(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return string.Join(' ', hash[..DigitsOfNumber].Chunk(4).Select(group => new string(group)));
    }
}
