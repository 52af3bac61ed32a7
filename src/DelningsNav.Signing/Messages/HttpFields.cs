namespace DelningsNav.Signing;

/// <summary>
/// The fields (headers) of a message, with their lines in the order in which they came. Names are compared without regard to case.
/// </summary>
public sealed class HttpFields
{
    private readonly List<(string Name, string Value)> _lines = [];

    /// <summary>Adds one field line after the existing lines.</summary>
    public void Add(string name, string value) => _lines.Add((name, value));

    /// <summary>Removes every line of this name, and then adds one line.</summary>
    public void Set(string name, string value)
    {
        Remove(name);
        Add(name, value);
    }

    /// <summary>Removes every line of this name.</summary>
    public void Remove(string name) => _lines.RemoveAll(line => Same(line.Name, name));

    /// <summary>Whether there is a line of this name, even with an empty value.</summary>
    public bool Contains(string name)
    {
        foreach (var line in _lines)
        {
            if (Same(line.Name, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The field's whole value, or null when the message does not have the field. The white space around each line is removed, and the
    /// lines are joined by a comma and a space (RFC 9421 section 2.1).
    /// </summary>
    public string? Combined(string name)
    {
        string? combined = null;
        foreach (var line in _lines)
        {
            if (Same(line.Name, name))
            {
                var value = Strip(line.Value);
                combined = combined is null ? value : $"{combined}, {value}";
            }
        }

        return combined;
    }

    /// <summary>The value of each line, without the white space around it.</summary>
    public IEnumerable<string> Lines(string name) => from line in _lines where Same(line.Name, name) select Strip(line.Value);

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static string Strip(string value)
    {
        // A folded line (obsolete in HTTP) becomes one line again. Any other line break is refused when the text is built.
        while (value.IndexOf("\r\n ", StringComparison.Ordinal) is var fold && fold >= 0)
        {
            value = $"{value.AsSpan(0, fold)} {value.AsSpan(fold + 2).TrimStart(" \t")}";
        }

        return value.Trim(' ', '\t');
    }
}
