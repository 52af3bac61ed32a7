using System.Globalization;
using System.Text;

namespace DelningsNav.Tests.Files;

/// <summary>The smallest whole PDF, with a text in it as a comment.</summary>
internal static class TinyPdf
{
    /// <summary>The PDF with this text. A text that is one letter longer makes a file that is one byte longer.</summary>
    public static byte[] Of(string text = "")
    {
        var head = $"%PDF-1.7\n% {text}\n";
        var body = $"{head}1 0 obj\n<< /Type /Catalog >>\nendobj\n";
        var (catalog, table) = (Encoding.UTF8.GetByteCount(head), Encoding.UTF8.GetByteCount(body));
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {body}xref
            0 2
            0000000000 65535 f{' '}
            {catalog:0000000000} 00000 n{' '}
            trailer
            << /Size 2 /Root 1 0 R >>
            startxref
            {table:00000000}
            %%EOF

            """));
    }
}
