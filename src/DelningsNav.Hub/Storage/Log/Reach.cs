using System.Globalization;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// How much a reading showed, and how far back: the number of records, or of entries of the log, and the oldest day that they are about.
/// Every entry of a reading has both, also when nothing of the kind was shown (ADR 0045).
/// </summary>
/// <param name="Records">The number of records shown.</param>
/// <param name="Oldest">The oldest day that they are about, or null when none was shown.</param>
public readonly record struct Reach(int Records, DateOnly? Oldest)
{
    /// <summary>Nothing was shown that has a day: the reading was of a case, a consent or a queue only.</summary>
    public static Reach Nothing { get; } = new(0, null);

    /// <summary>The fields of an entry.</summary>
    public (string Name, string? Value)[] Fields =>
    [
        ("records", Records.ToString(CultureInfo.InvariantCulture)),
        ("oldest-day", Oldest is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "none"),
    ];

    /// <summary>The reach of records that begin on these days.</summary>
    public static Reach Of(IEnumerable<DateOnly> days)
    {
        var all = days.ToList();
        return all.Count == 0 ? Nothing : new Reach(all.Count, all.Min());
    }

    /// <summary>These fields, with those of the reach.</summary>
    public Dictionary<string, string?> With(params (string Name, string? Value)[] fields) =>
        fields.Concat(Fields).ToDictionary(field => field.Name, field => field.Value);
}
