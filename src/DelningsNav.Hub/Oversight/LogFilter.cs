using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Oversight;

/// <summary>The entries that a registrator searches for. A field without a value does not limit the search.</summary>
public sealed record LogFilter
{
    /// <summary>The first moment, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first moment after the period.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The kinds of entries. If the list is empty, all kinds are searched.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>A verdict, or empty for every verdict.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>The actor's workplace.</summary>
    public UnitId? Unit { get; init; }

    /// <summary>The member of staff, system or person who acted.</summary>
    public Guid? Actor { get; init; }

    /// <summary>The person whom the entry is about.</summary>
    public PersonId? Person { get; init; }

    /// <summary>The diarienummer of the case, or empty.</summary>
    public string CaseNumber { get; init; } = "";
}

/// <summary>The place of a page in the results of a search.</summary>
/// <param name="Beyond">The page shows entries before this index, or entries after it when the oldest entries come first. It is null for
/// the first page.</param>
/// <param name="OldestFirst">Whether the oldest entries come first.</param>
public sealed record LogPlace(long? Beyond = null, bool OldestFirst = false);

/// <summary>One entry in a list.</summary>
public sealed record LogLine
{
    /// <summary>The entry's index in the log.</summary>
    public required long Index { get; init; }

    /// <summary>When it was logged.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The kind of the entry, with what was answered in it where the readable part can be read.</summary>
    public required string Kind { get; init; }

    /// <summary>The verdict, or empty.</summary>
    public required string Verdict { get; init; }

    /// <summary>Whether the readable part of the entry can be read.</summary>
    public required PayloadState State { get; init; }

    /// <summary>The actor, or null when the readable part cannot be read.</summary>
    public LogActor? Actor { get; init; }

    /// <summary>The person whom the entry is about, or null.</summary>
    public LogPerson? Person { get; init; }

    /// <summary>The diarienummer, or empty.</summary>
    public string CaseNumber { get; init; } = "";

    /// <summary>The codes of the types of records, separated by spaces, or empty.</summary>
    public string RecordTypes { get; init; } = "";

    internal static LogLine Of(OpenedEntry entry, LogNames names, string caseNumber = "") => new()
    {
        Index = entry.Row.Index,
        At = entry.Row.At,
        Kind = entry.Payload is { } payload ? EntryKinds.Told(entry.Row.Kind, payload.Fields.GetValueOrDefault) : entry.Row.Kind,
        Verdict = entry.Row.Verdict,
        State = entry.State,
        Actor = names.ActorOf(entry),
        Person = names.PersonOf(entry),
        CaseNumber = entry["case-number"] is { Length: > 0 } number ? number : caseNumber,
        RecordTypes = entry["record-type"] is { Length: > 0 } type ? type : entry["record-types"],
    };
}

/// <summary>A page of a search's results.</summary>
/// <param name="Lines">The entries.</param>
/// <param name="Count">The number of entries that the search found in all, counted up to <see cref="SearchLog.CountedTo"/>.</param>
/// <param name="Earlier">The place of the page before this page in the list. It is null on the first page.</param>
/// <param name="Later">The place of the page after this page in the list. It is null on the last page.</param>
/// <param name="Named">The names of the filter's unit, actor and person, as far as the reader may know them.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Lines, int Count, LogPlace? Earlier, LogPlace? Later, FilterNames Named);

/// <summary>The names for the ids of a filter. A name that the reader may not know is empty.</summary>
/// <param name="Unit">The workplace.</param>
/// <param name="Actor">The actor.</param>
/// <param name="Person">The person, or null.</param>
public sealed record FilterNames(string Unit, string Actor, LogPerson? Person);
