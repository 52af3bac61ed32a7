using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>A search of the log. The members have the same names as in the address.</summary>
public sealed class LogQuery
{
    /// <summary>
    /// Every kind except the readings of the log itself. Those readings would otherwise fill the first page of a registrator who reads the
    /// log all day.
    /// </summary>
    public const string AllButReadings = "utom-loggen";

    /// <summary>The verdicts of decisions, for the filter.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = ["release", "refer", "refuse"];

    private const string Before = "fore-";
    private const string After = "efter-";

    /// <summary>The first day.</summary>
    public DateOnly? Fran { get; set; }

    /// <summary>The last day, included.</summary>
    public DateOnly? Till { get; set; }

    /// <summary>A kind of entry, or <see cref="AllButReadings"/>.</summary>
    public string? Handelse { get; set; }

    /// <summary>A verdict.</summary>
    public string? Utfall { get; set; }

    /// <summary>A workplace.</summary>
    public Guid? Enhet { get; set; }

    /// <summary>The person or system that acted.</summary>
    public Guid? Vem { get; set; }

    /// <summary>The person whom the entry is about. This is an id, never an identity number.</summary>
    public Guid? Person { get; set; }

    /// <summary>A diarienummer.</summary>
    public string? Arende { get; set; }

    /// <summary>The column that the list is sorted by.</summary>
    public string? Sortera { get; set; }

    /// <summary><c>fallande</c> for descending order.</summary>
    public string? Ordning { get; set; }

    /// <summary>
    /// The page of the result: <c>fore-812</c> or <c>efter-812</c>, which means before or after the entry with this number.
    /// </summary>
    public string? Sida { get; set; }

    /// <summary>Whether the oldest entries come first. If the address does not say so, the newest come first.</summary>
    public bool OldestFirst => Sortera == "tid" && Ordning != "fallande";

    /// <summary>Whether anything narrows the search.</summary>
    public bool IsNarrowed =>
        Fran is not null || Till is not null || Enhet is not null || Vem is not null || Person is not null
        || !string.IsNullOrEmpty(Handelse) || !string.IsNullOrEmpty(Utfall) || !string.IsNullOrEmpty(Arende);

    /// <summary>Whether a word of the address is a kind that the search takes.</summary>
    public static bool IsKind(string word) => word == AllButReadings || EntryKinds.All.Contains(word);

    /// <summary>
    /// The search as a filter. The page refuses a kind or verdict that is not on its list before it searches.
    /// </summary>
    public LogFilter ToFilter() => new()
    {
        From = Fran is { } from ? SwedishTime.StartOf(SwedishTime.NearestTo(from)) : null,
        Until = Till is { } last ? SwedishTime.StartOf(SwedishTime.NearestTo(last).AddDays(1)) : null,
        Kinds = Handelse switch
        {
            AllButReadings => [.. EntryKinds.All.Where(kind => kind != EntryKinds.LogRead)],
            { } kind when EntryKinds.All.Contains(kind) => [kind],
            _ => [],
        },
        Verdict = Utfall is { } verdict && Verdicts.Contains(verdict) ? verdict : "",
        Unit = Enhet is { } unit ? new UnitId(unit) : null,
        Actor = Vem,
        Person = Person is { } person ? new PersonId(person) : null,
        CaseNumber = Arende?.Trim() ?? "",
    };

    /// <summary>The page of the result that the address names.</summary>
    public LogPlace ToPlace()
    {
        var mark = OldestFirst ? After : Before;
        return Sida is { } page
            && page.StartsWith(mark, StringComparison.Ordinal)
            && long.TryParse(page.AsSpan(mark.Length), out var beyond)
            ? new LogPlace(beyond, OldestFirst)
            : new LogPlace(null, OldestFirst);
    }

    /// <summary>A page as it is written in the address, or null for the first page.</summary>
    public static string? PageName(LogPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Beyond is { } beyond ? FormattableString.Invariant($"{(place.OldestFirst ? After : Before)}{beyond}") : null;
    }
}

/// <summary>The search form: its values and the choices.</summary>
/// <param name="Query">The current search.</param>
/// <param name="Units">The workplaces to choose from.</param>
public sealed record LogSearchForm(LogQuery Query, IReadOnlyList<LogUnit> Units);
