using System.Globalization;
using System.Text;

namespace DelningsNav.Hub.Foundation;

/// <summary>
/// A field in which people write freely. It has a name and a greatest length, and only <see cref="Read"/> accepts text for it.
/// </summary>
/// <param name="Name">The name of the member in the request, spelled as on the wire. The faults contain this name.</param>
/// <param name="Longest">The greatest number of characters, included. A line break counts as one character.</param>
public sealed record TextField(string Name, int Longest)
{
    /// <summary>The code of the fault that a text is too long.</summary>
    public string TooLongCode { get; init; } = "text-too-long";

    /// <summary>Reads what was typed. If nothing was typed, the text is empty.</summary>
    /// <remarks>
    /// Each line break is replaced with one line feed before the characters are counted, because forms send a line break as two characters.
    /// Blanks around the text are counted, but they are not part of its value.
    /// </remarks>
    public FreeText Read(string? typed) => new(this, FreeText.Normalise(typed ?? ""));
}

/// <summary>
/// Text that a person has typed. A text without faults contains no identity numbers, no control characters and no characters that change
/// the direction of other text, and it is not longer than its field allows. A text with <see cref="Faults"/> has no value.
/// </summary>
/// <remarks>
/// Only <see cref="TextField.Read"/> creates a free text. <see cref="ToString"/> does not return the text, so that no log line or exception
/// contains it.
/// </remarks>
public sealed class FreeText
{
    private readonly string _text;

    internal FreeText(TextField field, string text)
    {
        _text = text.Trim();
        Faults = FaultsOf(field, text);
    }

    /// <summary>The empty text, for a field that may be empty.</summary>
    public static FreeText None { get; } = new(new TextField("", 0), "");

    /// <summary>Every fault of the text. A use case that receives a text with faults returns these faults.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>Whether the text has no faults. Only then does it have a value.</summary>
    public bool IsSound => Faults.Count == 0;

    /// <summary>Whether nothing was typed, or only blanks.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>The text, with line feeds as line breaks and no blanks around it.</summary>
    /// <exception cref="InvalidOperationException">The text has faults.</exception>
    public string Value => IsSound ? _text : throw new InvalidOperationException("a text with faults has no value");

    /// <summary>The text, or null when it is empty.</summary>
    /// <exception cref="InvalidOperationException">The text has faults.</exception>
    public string? ValueOrNull => IsEmpty ? null : Value;

    /// <summary>A placeholder that is safe to log.</summary>
    public override string ToString() => "[free text]";

    internal static string Normalise(string typed) => typed
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace('\r', '\n')
        .Replace('\u2028', '\n')
        .Replace('\u2029', '\n');

    private static List<Fault> FaultsOf(TextField field, string text)
    {
        var faults = new List<Fault>();
        if (text.Length > field.Longest)
        {
            faults.Add(new(field.Name, field.TooLongCode, $"write at most {field.Longest} characters"));
        }

        if (IdentityNumber.StandsIn(text))
        {
            faults.Add(new(field.Name, "identity-number", "the text must not contain a personal identity number"));
        }

        if (!IsReadable(text))
        {
            faults.Add(new(
                field.Name, "text-characters",
                "the text must not contain control characters or characters that change the direction of text"));
        }

        return faults;
    }

    // Text with such characters can look different from its content, to an assessor, to a family and in the log (Unicode Technical Report
    // 36 section 2.4). The characters that mark or override the direction are those of UAX 9 section 2.
    private static bool IsReadable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var isControl = Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && rune.Value is not ('\n' or '\t');
            var changesDirection = rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            if (isControl || changesDirection || rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
