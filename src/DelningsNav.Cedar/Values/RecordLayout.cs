namespace DelningsNav.Cedar;

/// <summary>The names of records that are made again and again, so that making one costs no more than its values.</summary>
/// <remarks>It never changes and may be shared by threads.</remarks>
public sealed class RecordLayout
{
    // Below this size looking at every name is faster than hashing.
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

    /// <summary>The record of the values, each under the name in its place; where a value is null, the record lacks that attribute.</summary>
    /// <exception cref="ArgumentException">
    /// There are not as many values as names, or the record would be nested deeper than <see cref="CedarValue.MaxDepth"/>.
    /// </exception>
    public CedarValue.Record Fill(params ReadOnlySpan<CedarValue?> values) => values.Length == _names.Length
        ? new CedarValue.Record(this, values.ToArray())
        : throw new ArgumentException($"got {values.Length} values for {_names.Length} names", nameof(values));

    /// <summary>Where the name stands, or -1. The guess is looked at first, and is set to where the name was found.</summary>
    /// <remarks>Whoever asks for the same name of many records keeps the guess. A wrong one costs time only, so threads may share it.</remarks>
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
