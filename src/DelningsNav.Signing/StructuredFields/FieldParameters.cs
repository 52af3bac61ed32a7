using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Signing.StructuredFields;

/// <summary>Named values after an item or inner list, in order (RFC 9651 section 3.1.2).</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Parameters is the standard's word.")]
public sealed class FieldParameters : IReadOnlyCollection<KeyValuePair<string, BareItem>>
{
    private readonly OrderedDictionary<string, BareItem> _values = new(StringComparer.Ordinal);

    private FieldParameters()
    {
    }

    /// <summary>No parameters at all.</summary>
    public static FieldParameters Empty { get; } = new();

    /// <summary>The number of parameters.</summary>
    public int Count => _values.Count;

    /// <summary>Whether a key was written more than once. The last value is used, but a strict reader should refuse the field.</summary>
    public bool HasRepeatedKeys { get; private set; }

    /// <summary>Collects parameters. It throws <see cref="ArgumentException"/> for a key that cannot be written by RFC 9651.</summary>
    public static FieldParameters Of(params IEnumerable<KeyValuePair<string, BareItem>> parameters)
    {
        var result = new FieldParameters();
        foreach (var (key, value) in parameters)
        {
            result.Set(FieldDictionary.CheckedKey(key), value);
        }

        return result;
    }

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out BareItem? value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, BareItem>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static FieldParameters New() => new();

    // A repeated key stays in its first position and takes the last value (RFC 9651 section 4.2.3.2).
    internal void Set(string key, BareItem value)
    {
        HasRepeatedKeys |= _values.ContainsKey(key);
        _values[key] = value;
    }
}
