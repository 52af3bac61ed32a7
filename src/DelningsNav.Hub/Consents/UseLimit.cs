using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Consents;

/// <summary>The span in which uses are counted: a Swedish calendar day, week (from Monday) or month.</summary>
public enum UsePeriod
{
    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday to Sunday.</summary>
    Week,

    /// <summary>From the first of the month.</summary>
    Month,
}

/// <summary>How often each record may be shown on a consent.</summary>
/// <param name="AtMost">How many times, from 1; or null: as often as is needed.</param>
/// <param name="Per">In what span; or null: while the consent holds.</param>
/// <remarks>A use is one record opened for the receiver once. That the hub decides whether it may be opened is no use.</remarks>
public readonly record struct UseLimit(int? AtMost, UsePeriod? Per)
{
    /// <summary>The most uses that can be named.</summary>
    public const int Highest = 100;

    /// <summary>As often as is needed.</summary>
    public static UseLimit Any { get; }

    /// <summary>Once.</summary>
    public static UseLimit Once { get; } = new(1, null);

    /// <summary>So many times in each span.</summary>
    public static UseLimit Times(int atMost, UsePeriod per) => new(atMost, per);

    /// <summary>The limit without its number, a code of <see cref="Policies.Consents.ConsentPhrases.UseCodes"/>.</summary>
    public string Code => Per is { } span ? $"per-{span.ToString().ToLowerInvariant()}" : ToString();

    /// <summary>The limit in a word, as the log and the API write it: <c>any</c>, <c>once</c>, <c>3-per-week</c>.</summary>
    public override string ToString() => (AtMost, Per) switch
    {
        (null, _) => "any",
        (1, null) => "once",
        var (n, span) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{n}-per-{span?.ToString().ToLowerInvariant()}"),
    };

    /// <summary>Reads the word; false when it is none.</summary>
    public static bool TryParse(string word, out UseLimit limit)
    {
        ArgumentNullException.ThrowIfNull(word);
        limit = word switch
        {
            "any" => Any,
            "once" => Once,
            _ when word.Split("-per-") is [var n, var span]
                && int.TryParse(n, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var times)
                && Enum.TryParse<UsePeriod>(span, ignoreCase: true, out var per) => Times(times, per),
            _ => new UseLimit(0, null),
        };
        return limit.IsSound && limit.ToString() == word;
    }

    /// <summary>Whether it is one of the limits there are: any, once, or n in each span.</summary>
    public bool IsSound => (AtMost, Per) is (null, null) or (1, null) or ( >= 1 and <= Highest, not null);

    /// <summary>Whether everything that another limit lets through is let through by this one, as far as can be said without counting.</summary>
    public bool IsAtLeast(UseLimit other) => AtMost is null || this == other;

    /// <summary>Whether the record may be opened once more, after it was opened at these moments.</summary>
    public bool LeavesOneMore(IEnumerable<DateTimeOffset> opened, DateTimeOffset now)
    {
        var since = Per is { } span ? SwedishTime.StartOf(FirstDay(span, SwedishTime.DayOf(now))) : DateTimeOffset.MinValue;
        return AtMost is not { } most || opened.Count(at => at >= since) < most;
    }

    private static DateOnly FirstDay(UsePeriod span, DateOnly day) => span switch
    {
        UsePeriod.Day => day,
        UsePeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        UsePeriod.Month => new DateOnly(day.Year, day.Month, 1),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
