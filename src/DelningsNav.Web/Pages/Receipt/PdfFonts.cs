using PdfSharp.Fonts;

namespace DelningsNav.Web.Pages.Receipt;

/// <summary>
/// The only font family in PDFs. It is part of the program, so that a PDF looks the same whichever machine writes it (Fonts/OFL.txt).
/// </summary>
internal sealed class PdfFonts : IFontResolver
{
    private const string Regular = "NotoSans-Regular.ttf";
    private const string Heavy = "NotoSans-Bold.ttf";

    // The library has one font resolver for the whole process, and it must be set before the name of the family is used.
    static PdfFonts() => GlobalFontSettings.FontResolver = new PdfFonts();

    /// <summary>The family's name.</summary>
    public static string Family => "Noto Sans";

    /// <inheritdoc/>
    public FontResolverInfo? ResolveTypeface(string familyName, bool bold, bool italic) => new(bold ? Heavy : Regular);

    /// <inheritdoc/>
    public byte[]? GetFont(string faceName)
    {
        using var font = typeof(PdfFonts).Assembly.GetManifestResourceStream(faceName)
            ?? throw new InvalidOperationException($"the font `{faceName}` was not built into the program");
        var bytes = new byte[font.Length];
        font.ReadExactly(bytes);
        return bytes;
    }
}
