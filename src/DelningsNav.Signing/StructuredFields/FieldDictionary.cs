using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>A field of named members, in order (RFC 9651 section 3.2).</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "Dictionary is the standard's word.")]
public sealed class FieldDictionary : IReadOnlyCollection<KeyValuePair<string, FieldMember>>
{
    private readonly OrderedDictionary<string, FieldMember> _members = new(StringComparer.Ordinal);

    private FieldDictionary()
    {
    }

    /// <summary>The number of members.</summary>
    public int Count => _members.Count;

    /// <summary>Whether a key was written more than once. The last member is used, but a strict reader should refuse the field.</summary>
    public bool HasRepeatedKeys { get; private set; }

    /// <summary>Collects members. It throws <see cref="ArgumentException"/> for a key that cannot be written by RFC 9651.</summary>
    public static FieldDictionary Of(params IEnumerable<KeyValuePair<string, FieldMember>> members)
    {
        var result = new FieldDictionary();
        foreach (var (key, member) in members)
        {
            result.Set(CheckedKey(key), member);
        }

        return result;
    }

    /// <summary>Reads a field. If it has several lines, join them by a comma and a space first.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FieldDictionary? dictionary)
    {
        dictionary = null;
        var result = new FieldDictionary();
        var cursor = new TextCursor(text);
        cursor.SkipSpaces();
        while (!cursor.AtEnd)
        {
            if (!FieldReader.TryReadKey(ref cursor, out var key) || !FieldReader.TryReadDictionaryValue(ref cursor, out var member))
            {
                return false;
            }

            result.Set(key, member);
            if (!FieldReader.TryReadSeparator(ref cursor))
            {
                return false;
            }
        }

        dictionary = result;
        return true;
    }

    /// <summary>Finds the member of a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out FieldMember? member) => _members.TryGetValue(key, out member);

    /// <summary>The field's canonical text. It is empty for an empty dictionary, and such a field is not sent.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        FieldWriter.Append(text, this);
        return text.ToString();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, FieldMember>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static string CheckedKey(string key) =>
        FieldCharacters.IsKey(key) ? key : throw new ArgumentException("this text cannot be the key of a structured field", nameof(key));

    // A repeated key stays in its first position and takes the last member (RFC 9651 section 4.2.2).
    private void Set(string key, FieldMember member)
    {
        HasRepeatedKeys |= _members.ContainsKey(key);
        _members[key] = member;
    }
}
