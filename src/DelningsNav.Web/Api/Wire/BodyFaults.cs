namespace DelningsNav.Web.Api.Wire;

/// <summary>Every fault in a body, each at its place. It never repeats what was sent.</summary>
internal sealed class BodyFaults
{
    // A body with a million faults must not produce an answer with a million lines.
    private const int Most = 100;

    private readonly SortedDictionary<string, List<string>> _byPlace = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether there are no faults.</summary>
    public bool None => _count == 0;

    /// <summary>Adds a fault at a JSON pointer (RFC 6901); the empty pointer is the whole body.</summary>
    public void Add(string pointer, string fault)
    {
        if (++_count > Most)
        {
            return;
        }

        if (!_byPlace.TryGetValue(pointer, out var faults))
        {
            _byPlace[pointer] = faults = [];
        }

        faults.Add(fault);
    }

    /// <summary>The faults by place.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByPlace() =>
        _byPlace.ToDictionary(place => place.Key, place => (IReadOnlyList<string>)place.Value, StringComparer.Ordinal);
}
