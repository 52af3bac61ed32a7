namespace DelningsNav.Web.Api.Wire;

/// <summary>Everything that is wrong with a body, each fault at its place. What was sent is never repeated in it.</summary>
internal sealed class BodyFaults
{
    // A body of a million faults must not become an answer of a million lines.
    private const int Most = 100;

    private readonly SortedDictionary<string, List<string>> _byPlace = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether nothing is wrong.</summary>
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
