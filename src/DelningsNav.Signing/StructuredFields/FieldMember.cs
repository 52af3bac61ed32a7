using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>A member of a list or dictionary: an <see cref="Item"/> or an <see cref="InnerList"/>.</summary>
public abstract class FieldMember
{
    private protected FieldMember(FieldParameters parameters) => Parameters = parameters;

    /// <summary>The parameters after the value, each introduced by a semicolon.</summary>
    public FieldParameters Parameters { get; }

    /// <summary>The member as it is written in a field, parameters included (RFC 9651 section 4.1).</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        FieldWriter.Append(text, this);
        return text.ToString();
    }
}

/// <summary>One value with its parameters (RFC 9651 section 3.3).</summary>
public sealed class Item(BareItem value, FieldParameters parameters) : FieldMember(parameters)
{
    /// <summary>An item without parameters.</summary>
    public Item(BareItem value)
        : this(value, FieldParameters.Empty)
    {
    }

    /// <summary>The value without its parameters.</summary>
    public BareItem Value { get; } = value;

    /// <summary>Reads a field whose value is one item. Returns false for any other text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Item? item)
    {
        var cursor = new TextCursor(text);
        cursor.SkipSpaces();
        if (!FieldReader.TryReadItem(ref cursor, out item))
        {
            return false;
        }

        cursor.SkipSpaces();
        return cursor.AtEnd;
    }
}

/// <summary>Items in parentheses, with parameters of their own (RFC 9651 section 3.1.1).</summary>
public sealed class InnerList(IReadOnlyList<Item> items, FieldParameters parameters) : FieldMember(parameters)
{
    /// <summary>The items in the order in which they were written.</summary>
    public IReadOnlyList<Item> Items { get; } = items;
}
