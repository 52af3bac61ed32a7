namespace DelningsNav.Cedar;

/// <summary>The attribute names that many records have in common. A record made from a layout stores its values only.</summary>
/// <remarks>A layout never changes and may be shared by threads.</remarks>
public sealed class RecordLayout
{
    // Up to this size, comparing every name is faster than hashing.
    private const int Few = 8;

    private readonly string[] _names;
    private readonly Dictionary<string, int>? _places;

    /// <summary>A layout with these names, in this order.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public RecordLayout(params IEnumerable<string> names)
    {
        _names = [.. names];
        if (_names.Length > Few)
        {
            _places = new Dictionary<string, int>(_names.Length, StringComparer.Ordinal);
        }

        for (var i = 0; i < _names.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(_names[i], nameof(names));
            if (!(_places?.TryAdd(_names[i], i) ?? Array.IndexOf(_names, _names[i], 0, i) < 0))
            {
                throw new ArgumentException($"the name {CedarText.Quote(_names[i])} occurs twice", nameof(names));
            }
        }
    }

    /// <summary>The names in order.</summary>
    public IReadOnlyList<string> Names => _names;

    internal int Count => _names.Length;

    /// <summary>The record with the values in the order of the names. A null value means that the record lacks the attribute.</summary>
    /// <exception cref="ArgumentException">
    /// There are not as many values as names, or the record would be nested deeper than <see cref="CedarValue.MaxDepth"/>.
    /// </exception>
    public CedarValue.Record Fill(params ReadOnlySpan<CedarValue?> values) => values.Length == _names.Length
        ? new CedarValue.Record(this, values.ToArray())
        : throw new ArgumentException($"got {values.Length} values for {_names.Length} names", nameof(values));

    /// <summary>The place of the name, or -1. The guess is tried first, and is set to the place that was found.</summary>
    /// <remarks>
    /// A caller that looks up one name in many records reuses the guess. A wrong guess costs only time, so threads may share it.
    /// </remarks>
    internal int Find(string name, ref int guess)
    {
        var first = guess;
        if ((uint)first < (uint)_names.Length && _names[first] == name)
        {
            return first;
        }

        var place = _places is null ? Array.IndexOf(_names, name) : _places.TryGetValue(name, out var found) ? found : -1;
        guess = Math.Max(place, 0);
        return place;
    }
}
