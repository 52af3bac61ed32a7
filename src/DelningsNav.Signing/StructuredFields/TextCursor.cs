using System.Buffers;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>A place in a field's text that moves forward while the text is read.</summary>
internal ref struct TextCursor(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The next character, or NUL at the end. Structured fields do not allow NUL, which therefore always means the end.</summary>
    public readonly char Next => _rest.IsEmpty ? '\0' : _rest[0];

    public readonly ReadOnlySpan<char> Rest => _rest;

    public void Skip(int count) => _rest = _rest[count..];

    public bool TrySkip(char c)
    {
        if (_rest.IsEmpty || _rest[0] != c)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    public void SkipSpaces() => _rest = _rest.TrimStart(' ');

    public void SkipSpacesAndTabs() => _rest = _rest.TrimStart(" \t");

    /// <summary>Reads the longest run of these characters, which may be empty.</summary>
    public ReadOnlySpan<char> TakeWhile(SearchValues<char> allowed)
    {
        var end = _rest.IndexOfAnyExcept(allowed);
        return Take(end < 0 ? _rest.Length : end);
    }

    public ReadOnlySpan<char> TakeDigits()
    {
        var end = _rest.IndexOfAnyExceptInRange('0', '9');
        return Take(end < 0 ? _rest.Length : end);
    }

    private ReadOnlySpan<char> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
