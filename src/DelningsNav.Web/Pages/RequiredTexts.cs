using System.Globalization;
using System.Resources;
using DelningsNav.Web.Languages;

namespace DelningsNav.Web.Pages;

/// <summary>The message of a required field that was left empty and has no message of its own.</summary>
/// <remarks>A validation attribute reads its message from a static property, so this property reads the file of texts itself.</remarks>
internal static class RequiredTexts
{
    private static readonly ResourceManager Texts = new(typeof(SharedTexts));

    /// <summary>The text in the reader's language.</summary>
    internal static string FieldRequired =>
        Texts.GetString(nameof(FieldRequired), CultureInfo.CurrentUICulture) ?? nameof(FieldRequired);
}
