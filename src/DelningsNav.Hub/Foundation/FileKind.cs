using System.Buffers.Binary;
using System.Buffers.Text;

namespace DelningsNav.Hub.Foundation;

/// <summary>
/// Detects the kind of a file from its structure: a reader of that kind finds its way from the first byte to the last. A few bytes at the
/// start do not suffice, because a web page or a program can begin with them.
/// </summary>
/// <remarks>
/// The checks read the outermost structure only, without recursion and in time linear in the size, because a stranger may have written
/// the file. They do not say that the content is harmless, so files are handed out as attachments and never shown by the pages.
/// </remarks>
internal static class FileKind
{
    /// <summary>The bytes at the end of a PDF within which readers look for its last lines (ISO 32000-1, annex H.3, note 18).</summary>
    private const int PdfEnd = 1024;

    /// <summary>
    /// Whether the file is a PDF that opens without a password: the header, the last lines that point to the table of objects, and a
    /// trailer that names the document (ISO 32000-2, 7.5). Nothing but white space may follow its end.
    /// </summary>
    public static bool IsPdf(ReadOnlySpan<byte> file)
    {
        if (!(file.StartsWith("%PDF-1."u8) || file.StartsWith("%PDF-2."u8)) || file.Length < 9 || !char.IsAsciiDigit((char)file[7]))
        {
            return false;
        }

        var tail = file[^Math.Min(PdfEnd, file.Length)..];
        var start = tail.LastIndexOf("startxref"u8);
        if (start < 0)
        {
            return false;
        }

        var rest = Trimmed(tail[(start + "startxref"u8.Length)..]);
        return Utf8Parser.TryParse(rest, out int table, out var digits)
            && Trimmed(rest[digits..]).StartsWith("%%EOF"u8)
            && Trimmed(Trimmed(rest[digits..])["%%EOF"u8.Length..]).IsEmpty
            && table > 0 && table < file.Length - tail.Length + start
            && TrailerAt(Trimmed(file[table..(file.Length - tail.Length + start)])) is { IsEmpty: false } trailer
            && trailer.IndexOf("/Root"u8) >= 0
            && trailer.IndexOf("/Encrypt"u8) < 0;
    }

    /// <summary>Whether the file is a PNG image: its parts follow one another from the header to the end (PNG, section 5).</summary>
    public static bool IsPng(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
        const int Around = 12; // the length, the name and the check sum of a part
        if (!file.StartsWith(signature))
        {
            return false;
        }

        var rest = file[signature.Length..];
        var isFirst = true;
        while (rest.Length >= Around)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var name = rest.Slice(4, 4);
            if (length > rest.Length - Around || isFirst != name.SequenceEqual("IHDR"u8))
            {
                return false;
            }

            rest = rest[((int)length + Around)..];
            if (name.SequenceEqual("IEND"u8))
            {
                return rest.IsEmpty;
            }

            isFirst = false;
        }

        return false;
    }

    /// <summary>
    /// Whether the file is a JPEG image: its segments follow one another to the picture, and the picture has an end (ITU-T T.81, annex B).
    /// </summary>
    public static bool IsJpeg(ReadOnlySpan<byte> file)
    {
        const byte Mark = 0xFF;
        const byte Picture = 0xDA;
        if (!file.StartsWith((ReadOnlySpan<byte>)[Mark, 0xD8]))
        {
            return false;
        }

        var rest = file[2..];
        while (rest.Length >= 4 && rest[0] == Mark)
        {
            var (kind, length) = (rest[1], BinaryPrimitives.ReadUInt16BigEndian(rest[2..]));
            if (kind == Mark)
            {
                rest = rest[1..];
                continue;
            }

            if (length < 2 || length + 2 > rest.Length)
            {
                return false;
            }

            rest = rest[(length + 2)..];
            if (kind == Picture)
            {
                return rest.LastIndexOf((ReadOnlySpan<byte>)[Mark, 0xD9]) >= 0;
            }
        }

        return false;
    }

    /// <summary>
    /// The dictionary of the trailer: after the word <c>trailer</c> behind a table, or at the head of the object when the table is a
    /// stream. Empty when the bytes are neither.
    /// </summary>
    private static ReadOnlySpan<byte> TrailerAt(ReadOnlySpan<byte> table)
    {
        if (table.StartsWith("xref"u8))
        {
            var trailer = table.IndexOf("trailer"u8);
            return trailer < 0 ? [] : Dictionary(table[trailer..], "trailer"u8);
        }

        return Utf8Parser.TryParse(table, out int _, out var number)
            && Trimmed(table[number..]) is var afterNumber
            && Utf8Parser.TryParse(afterNumber, out int _, out var generation)
            && Trimmed(afterNumber[generation..]) is var afterGeneration
            && afterGeneration.StartsWith("obj"u8)
            && afterGeneration.IndexOf("stream"u8) is > 0 and var stream
            ? Dictionary(afterGeneration[..stream], "obj"u8)
            : [];
    }

    private static ReadOnlySpan<byte> Dictionary(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> after)
    {
        var dictionary = Trimmed(bytes[after.Length..]);
        return dictionary.StartsWith("<<"u8) ? dictionary : [];
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> bytes) => bytes.Trim("\0\t\n\f\r "u8);
}
