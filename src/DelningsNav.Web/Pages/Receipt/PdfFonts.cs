using PdfSharp.Fonts;

namespace DelningsNav.Web.Pages.Receipt;

/// <summary>The one family of letters in PDFs, brought along so that every machine writes the same (Fonts/OFL.txt).</summary>
internal sealed class PdfFonts : IFontResolver
{
    private const string Regular = "NotoSans-Regular.ttf";
    private const string Heavy = "NotoSans-Bold.ttf";

    // The library takes its fonts from one place for the whole process, and this is set before the name of the family can be used.
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
