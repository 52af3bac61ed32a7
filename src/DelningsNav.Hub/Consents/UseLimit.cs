using System.Globalization;
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

/// <summary>How often each record may be shown under a consent: without limit, once, or 1 to 100 times in each span.</summary>
/// <remarks>A use is one opening of one record for the recipient. A decision that opens nothing is not a use.</remarks>
public readonly record struct UseLimit
{
    /// <summary>The highest number of uses in a span.</summary>
    public const int Highest = 100;

    /// <summary>The limit with these parts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The parts do not make a valid limit.</exception>
    public UseLimit(int? atMost, UsePeriod? per)
    {
        if (!Exists(atMost, per))
        {
            throw new ArgumentOutOfRangeException(nameof(atMost), $"`{atMost}` per `{per}` is not a use limit");
        }

        (AtMost, Per) = (atMost, per);
    }

    /// <summary>The number of times, from 1 to <see cref="Highest"/>. Null means without limit.</summary>
    public int? AtMost { get; }

    /// <summary>The span in which the uses are counted. Null means the whole life of the consent.</summary>
    public UsePeriod? Per { get; }

    /// <summary>As often as is needed.</summary>
    public static UseLimit Any { get; }

    /// <summary>Once.</summary>
    public static UseLimit Once { get; } = new(1, null);

    /// <summary>A number of times in each span, from 1 to <see cref="Highest"/>.</summary>
    public static UseLimit Times(int atMost, UsePeriod per) => new(atMost, per);

    /// <summary>The limit without its number, a code of <see cref="Policies.Consents.ConsentPhrases.UseCodes"/>.</summary>
    public string Code => Per is { } span ? $"per-{span.ToString().ToLowerInvariant()}" : ToString();

    /// <summary>The limit as one word, which the log and the API use, for example <c>any</c>, <c>once</c>, <c>3-per-week</c>.</summary>
    public override string ToString() => (AtMost, Per) switch
    {
        (null, _) => "any",
        (1, null) => "once",
        var (n, span) => string.Create(CultureInfo.InvariantCulture, $"{n}-per-{span?.ToString().ToLowerInvariant()}"),
    };

    /// <summary>
    /// Reads the word of a limit. Returns false when the text is not exactly such a word; the limit is then the narrowest limit.
    /// </summary>
    public static bool TryParse(string word, out UseLimit limit)
    {
        ArgumentNullException.ThrowIfNull(word);
        UseLimit? read = word switch
        {
            "any" => Any,
            "once" => Once,
            _ when word.Split("-per-") is [var n, var span]
                && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                && Enum.TryParse<UsePeriod>(span, ignoreCase: true, out var per)
                && Exists(times, per) => Times(times, per),
            _ => null,
        };
        // Only the spelling that ToString writes is accepted. Therefore each limit has exactly one word.
        var isOne = read is { } named && named.ToString() == word;
        limit = isOne ? read!.Value : Once;
        return isOne;
    }

    /// <summary>
    /// Whether this limit allows everything that another limit allows, as far as this can be determined without counting.
    /// </summary>
    public bool IsAtLeast(UseLimit other) => AtMost is null || this == other;

    /// <summary>Whether the record may be opened once more, after it was opened at these moments.</summary>
    public bool LeavesOneMore(IEnumerable<DateTimeOffset> opened, DateTimeOffset now)
    {
        var since = Per is { } span ? SwedishTime.StartOf(FirstDay(span, SwedishTime.DayOf(now))) : DateTimeOffset.MinValue;
        return AtMost is not { } most || opened.Count(at => at >= since) < most;
    }

    private static bool Exists(int? atMost, UsePeriod? per) =>
        (atMost, per) is (null, null) or (1, null) or ( >= 1 and <= Highest, not null);

    private static DateOnly FirstDay(UsePeriod span, DateOnly day) => span switch
    {
        UsePeriod.Day => day,
        UsePeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        UsePeriod.Month => new DateOnly(day.Year, day.Month, 1),
    };
}
