using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>A field of members divided by commas (RFC 9651 section 3.1).</summary>
public sealed class FieldList(IReadOnlyList<FieldMember> members) : IReadOnlyList<FieldMember>
{
    /// <summary>How many members there are.</summary>
    public int Count => members.Count;

    /// <summary>The member at a place, counted from 0.</summary>
    public FieldMember this[int index] => members[index];

    /// <summary>Reads a field; several lines of it are first joined by a comma and a space.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FieldList? list)
    {
        list = null;
        var read = new List<FieldMember>();
        var cursor = new TextCursor(text);
        cursor.SkipSpaces();
        while (!cursor.AtEnd)
        {
            if (!FieldReader.TryReadMember(ref cursor, out var member))
            {
                return false;
            }

            read.Add(member);
            if (!FieldReader.TryReadSeparator(ref cursor))
            {
                return false;
            }
        }

        list = new FieldList(read);
        return true;
    }

    /// <summary>The field's canonical text; empty for an empty list, which is not sent at all.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        FieldWriter.Append(text, this);
        return text.ToString();
    }

    /// <inheritdoc/>
    public IEnumerator<FieldMember> GetEnumerator() => members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
