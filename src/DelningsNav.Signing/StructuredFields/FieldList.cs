using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>A field whose members are divided by commas (RFC 9651 section 3.1).</summary>
public sealed class FieldList(IReadOnlyList<FieldMember> members) : IReadOnlyList<FieldMember>
{
    /// <summary>The number of members.</summary>
    public int Count => members.Count;

    /// <summary>The member at an index, from 0.</summary>
    public FieldMember this[int index] => members[index];

    /// <summary>Reads a field. If it has several lines, join them by a comma and a space first.</summary>
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

    /// <summary>The field's canonical text. It is empty for an empty list, and such a field is not sent.</summary>
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
