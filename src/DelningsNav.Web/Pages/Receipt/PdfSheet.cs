using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace DelningsNav.Web.Pages.Receipt;

/// <summary>
/// A document of A4 pages, written from top to bottom. Each part is tagged when it is written, so that the
/// document can be read aloud in order.
/// </summary>
internal sealed class PdfSheet : IDisposable
{
    private const double Margin = 51;
    private const double Foot = 40;
    private const double NameWidth = 125;
    private const double Indent = 14;
    private const double Leading = 1.4;

    private static readonly XFont Large = Letters(20, XFontStyleEx.Bold);
    private static readonly XFont Strong = Letters(12.5, XFontStyleEx.Bold);
    private static readonly XFont Bold = Letters(10, XFontStyleEx.Bold);
    private static readonly XFont Plain = Letters(10, XFontStyleEx.Regular);
    private static readonly XFont Small = Letters(8, XFontStyleEx.Regular);

    private readonly PdfDocument _document = new();
    private readonly UAManager _accessible;
    private readonly Func<int, string> _foot;
    private XGraphics _page = null!;
    private double _width;
    private double _bottom;
    private double _y;

    /// <summary>Begins a document.</summary>
    /// <param name="title">The title, which must not name a person.</param>
    /// <param name="language">The language of the document (BCP 47).</param>
    /// <param name="foot">The text at the foot of a page, by the page's number.</param>
    public PdfSheet(string title, string language, Func<int, string> foot)
    {
        _foot = foot;
        _document.Info.Title = title;
        _document.ViewerPreferences.DisplayDocTitle = true;
        _accessible = UAManager.ForDocument(_document);
        _accessible.SetDocumentLanguage(language);
        Turn();
    }

    /// <summary>How many pages there are so far.</summary>
    public int Pages => _document.PageCount;

    private StructureBuilder Tags => _accessible.StructureBuilder;

    /// <summary>
    /// Whether every letter can be written correctly: from left to right, with one sign for each letter. Other scripts need joined letters
    /// or another direction, which this class cannot write. A text that somebody has signed must not be printed wrong.
    /// </summary>
    public static bool CanWrite(string text) => text.All(letter =>
        letter is < '\u0250' or (>= '\u0370' and < '\u0530') or (>= '\u1e00' and < '\u1f00') or (>= '\u2010' and < '\u2028')
            or (>= '\u2030' and < '\u205f') or '\u20ac');

    /// <summary>The document's heading.</summary>
    public void Title(string text) => Block(PdfBlockLevelElementTag.Heading1, text, Large, Margin, 6);

    /// <summary>A heading above the next parts.</summary>
    public void Heading(string text)
    {
        _y += 8;
        if (_y + 60 > _bottom)
        {
            Turn();
        }

        Block(PdfBlockLevelElementTag.Heading2, text, Strong, Margin, 3);
    }

    /// <summary>A paragraph.</summary>
    public void Paragraph(string text) => Block(PdfBlockLevelElementTag.Paragraph, text, Plain, Margin, 5);

    /// <summary>A quoted paragraph, indented, perhaps in another language.</summary>
    public void Quoted(string text, string language) => Block(PdfBlockLevelElementTag.Paragraph, text, Plain, Margin + Indent, 5, language);

    /// <summary>A list of lines with a dash before each.</summary>
    public void List(IReadOnlyList<string> lines, string? language = null)
    {
        Tags.BeginElement(PdfBlockLevelElementTag.List);
        foreach (var line in lines)
        {
            Tags.BeginElement(PdfBlockLevelElementTag.ListItem);
            Block(PdfBlockLevelElementTag.ListBody, "\u2013 " + line, Plain, Margin + Indent, 2, language);
            Tags.End();
        }

        Tags.End();
        _y += 3;
    }

    /// <summary>Adds space before the next part.</summary>
    public void Apart() => _y += 5;

    /// <summary>A fact: its name, and its value next to it.</summary>
    public void Fact(string name, string value)
    {
        var (names, values) = (Wrap(name, Bold, NameWidth - Indent), Wrap(value, Plain, _width - NameWidth));
        if (_y + (Math.Max(names.Count, values.Count) * Plain.Size * Leading) > _bottom)
        {
            Turn();
        }

        var top = _y;
        Block(PdfBlockLevelElementTag.Paragraph, names, Bold, Margin, 0);
        var end = _y;
        _y = top;
        Block(PdfBlockLevelElementTag.Paragraph, values, Plain, Margin + NameWidth, 0);
        _y = Math.Max(_y, end) + 3;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _page.Dispose();
        _document.Dispose();
    }

    /// <summary>The finished document with a file in it.</summary>
    public byte[] ToBytes(string fileName, ReadOnlyMemory<byte> file)
    {
        EndPage();
        using var attached = new MemoryStream(file.ToArray());
        _document.AddEmbeddedFile(fileName, attached);
        using var bytes = new MemoryStream();
        _document.Save(bytes, closeStream: false);
        return bytes.ToArray();
    }

    // Every letter is stored under its own number, so that reading aloud and copying give the letters that the document shows.
    private static XFont Letters(double size, XFontStyleEx style) =>
        new(PdfFonts.Family, size, style, new XPdfFontOptions(PdfFontEncoding.Unicode));

    private void Block(PdfBlockLevelElementTag tag, string text, XFont font, double x, double after, string? language = null) =>
        Block(tag, Wrap(text, font, Margin + _width - x), font, x, after, language);

    // A block that continues on the next page is tagged again there, because a mark in a page's content ends with the page.
    private void Block(
        PdfBlockLevelElementTag tag, IReadOnlyList<string> lines, XFont font, double x, double after, string? language = null)
    {
        var height = font.Size * Leading;
        Begin(tag, language);
        foreach (var line in lines)
        {
            if (_y + height > _bottom)
            {
                Tags.End();
                Turn();
                Begin(tag, language);
            }

            _page.DrawString(line, font, XBrushes.Black, new XPoint(x, _y + font.Size));
            _y += height;
        }

        Tags.End();
        _y += after;
    }

    private void Begin(PdfBlockLevelElementTag tag, string? language)
    {
        Tags.BeginElement(tag);
        if (language is not null)
        {
            Tags.SetLanguage(language);
        }
    }

    private void Turn()
    {
        EndPage();
        var page = _document.AddPage();
        page.Size = PageSize.A4;
        _page = XGraphics.FromPdfPage(page);
        (_width, _bottom, _y) = (page.Width.Point - (2 * Margin), page.Height.Point - Margin, Margin);
    }

    private void EndPage()
    {
        if (_page is null)
        {
            return;
        }

        Tags.BeginArtifact();
        _page.DrawString(_foot(Pages), Small, XBrushes.Black, new XPoint(Margin, _bottom + Margin - Foot + Small.Size));
        Tags.End();
    }

    private IReadOnlyList<string> Wrap(string text, XFont font, double width) =>
        PdfLines.Break(text, line => _page.MeasureString(line, font).Width <= width);
}
