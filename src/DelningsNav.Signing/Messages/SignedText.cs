using System.Diagnostics.CodeAnalysis;
using System.Text;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>The text that a message signature is made over, which RFC 9421 section 2.5 calls the signature base.</summary>
internal static class SignedText
{
    /// <summary>Builds the text from a message and the covered components with the signature's own parameters.</summary>
    public static bool TryBuild(
        HttpMessage message, InnerList covered, [NotNullWhen(true)] out byte[]? text, [NotNullWhen(false)] out string? problem)
    {
        text = null;
        var lines = new StringBuilder(1024);
        var seen = new HashSet<ComponentId>(covered.Items.Count);
        foreach (var item in covered.Items)
        {
            if (!ComponentId.TryRead(item, out var id, out problem) || !ComponentValue.TryFind(message, id, out var value, out problem))
            {
                return false;
            }

            if (!seen.Add(id))
            {
                problem = $"component `{id.Name}` is covered twice";
                return false;
            }

            FieldWriter.Append(lines, item);
            lines.Append(": ").Append(value).Append('\n');
        }

        lines.Append("\"@signature-params\": ");
        FieldWriter.Append(lines, covered);

        // Every part is ASCII at this point, because values were checked and structured fields contain only ASCII.
        text = new byte[lines.Length];
        var written = 0;
        foreach (var chunk in lines.GetChunks())
        {
            written += Encoding.ASCII.GetBytes(chunk.Span, text.AsSpan(written));
        }

        problem = null;
        return true;
    }
}
