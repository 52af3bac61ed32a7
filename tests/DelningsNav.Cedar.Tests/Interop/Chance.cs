namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>A sequence of choices that is the same for the same seed, on every platform and version (SplitMix64).</summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The seed of the case with this number, so that each case can be made alone.</summary>
    public static Chance Of(ulong seed, long number) => new(new Chance(seed ^ unchecked((ulong)number * 0xD1342543DE82EF95)).Next());

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>A number from zero, below the limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Percent(int percent) => Below(100) < percent;

    public T Of<T>(params IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Each item by itself, with the given chance in a hundred.</summary>
    public T[] Some<T>(IEnumerable<T> items, int percent) => [.. items.Where(_ => Percent(percent))];
}
