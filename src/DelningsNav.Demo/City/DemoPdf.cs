using System.Globalization;
using System.Text;

namespace DelningsNav.Demo.City;

/// <summary>Writes a one-page PDF of plain text (ISO 32000-1). It can do only what the demo city's documents need.</summary>
internal static class DemoPdf
{
    private const int Margin = 64;
    private const int Top = 770;
    private const int LineLength = 88;

    /// <summary>A page of A4 with a title, a line under it, and paragraphs.</summary>
    public static byte[] Write(string title, string under, IEnumerable<string> paragraphs)
    {
        var content = Content(title, under, paragraphs);
        var file = new List<byte>(Encoding.Latin1.GetBytes("%PDF-1.4\n%\u00e5\u00e4\u00f6\u00df\n"));
        var places = new List<int>();
        Add("<< /Type /Catalog /Pages 2 0 R /Lang (sv-SE) /ViewerPreferences << /DisplayDocTitle true >> >>");
        Add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> /Contents 6 0 R >>");
        Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
        Add($"<< /Length {content.Length} >>\nstream\n{content}endstream");
        Add($"<< /Title ({Escaped(title)}) /Producer (DelningsNav, Exempelstaden) >>");
        var table = file.Count;
        Append($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
        {
            Append(string.Create(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        }

        Append($"trailer\n<< /Size {places.Count + 1} /Root 1 0 R /Info 7 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return [.. file];

        void Add(string body)
        {
            places.Add(file.Count);
            Append($"{places.Count} 0 obj\n{body}\nendobj\n");
        }

        void Append(string text) => file.AddRange(Encoding.Latin1.GetBytes(text));
    }

    private static string Content(string title, string under, IEnumerable<string> paragraphs)
    {
        var text = new StringBuilder("BT\n");
        var y = Top;
        Line("F2", 18, title, 24);
        Line("F1", 10, under, 30);
        foreach (var paragraph in paragraphs)
        {
            foreach (var line in Lines(paragraph))
            {
                Line("F1", 11, line, 16);
            }

            y -= 8;
        }

        return text.Append("ET\n").ToString();

        void Line(string font, int size, string line, int height)
        {
            text.Append(CultureInfo.InvariantCulture, $"/{font} {size} Tf 1 0 0 1 {Margin} {y} Tm ({Escaped(line)}) Tj\n");
            y -= height;
        }
    }

    private static IEnumerable<string> Lines(string paragraph)
    {
        var line = new StringBuilder();
        foreach (var word in paragraph.Split(' '))
        {
            if (line.Length + word.Length >= LineLength)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }

    // WinAnsi equals Latin 1 for every Swedish letter. The dash and the curly quote differ and are written by their codes.
    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("(", "\\(", StringComparison.Ordinal)
        .Replace(")", "\\)", StringComparison.Ordinal)
        .Replace("\u2013", "\\226", StringComparison.Ordinal)
        .Replace("\u2019", "\\222", StringComparison.Ordinal)
        .Replace("\u201d", "\\224", StringComparison.Ordinal);
}
