using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Requests;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Releases;

/// <summary>The last decision about one type.</summary>
/// <param name="RecordType">The type.</param>
/// <param name="Standing">The result.</param>
/// <param name="Law">The paragraph of law, or empty.</param>
/// <param name="Missing">The codes of what is missing when the type is refused or referred.</param>
/// <param name="DecidedAt">When it was decided, or null when nothing is decided yet.</param>
/// <param name="LogIndex">The log entry, or null when nothing is decided yet.</param>
/// <param name="Documents">The released documents, with the newest release of each.</param>
public sealed record TypeView(
    RecordTypeCode RecordType, TypeStanding Standing, string Law, IReadOnlyList<MissingCode> Missing, DateTimeOffset? DecidedAt,
    long? LogIndex, IReadOnlyList<ReleasedView> Documents)
{
    /// <summary>
    /// The ways to open the type when it is refused or referred. They are the same for a secret cause as for an ordinary cause.
    /// </summary>
    public IReadOnlyList<WayToOpen> Opens { get; init; } = [];

    /// <summary>Finds the latest decision about a type among all its decisions, which are sorted newest first.</summary>
    internal static TypeView Of(RecordTypeCode type, List<Decision> newestFirst, WaysToOpen ways)
    {
        if (newestFirst is not [var last, ..])
        {
            return new TypeView(type, TypeStanding.Undecided, "", [], null, null, []);
        }

        // One run may release one document of a type and refuse another. In that case the release determines the result. A run decides
        // about each record once.
        var records = new HashSet<RecordId>();
        var run = newestFirst
            .TakeWhile(d => d.DecidedAt == last.DecidedAt && (d.Record is { } record ? records.Add(record) : d == last))
            .ToList();
        var telling = run.Find(d => d.Kind == DecisionKind.Release) ?? last;
        var standing = telling.Kind switch
        {
            DecisionKind.Release => TypeStanding.Released,
            DecisionKind.Refer => TypeStanding.Referred,
            DecisionKind.Refuse when telling.Missing.Contains(DecisionCodes.NothingHeld) => TypeStanding.NothingHeld,
            DecisionKind.Refuse => TypeStanding.Refused,
        };
        var missing = standing is TypeStanding.Refused or TypeStanding.Referred ? telling.Missing : [];
        var documents = newestFirst
            .Where(d => d.Kind == DecisionKind.Release)
            .DistinctBy(d => d.Record)
            .Select(d => new ReleasedView(d.Id, d.Record!.Value));
        return new TypeView(type, standing, telling.Law, missing, telling.DecidedAt, telling.LogIndex, [.. documents])
        {
            Opens = standing is TypeStanding.Refused or TypeStanding.Referred
                ? ways.Of(type, missing, standing == TypeStanding.Referred)
                : [],
        };
    }
}

/// <summary>A document that was released.</summary>
public sealed record ReleasedView(DecisionId Release, RecordId Document);

/// <summary>The result for a type that was asked for.</summary>
public enum TypeStanding
{
    /// <summary>Nobody has asked for a decision.</summary>
    Undecided,

    /// <summary>A record of the type is released.</summary>
    Released,

    /// <summary>The type is refused.</summary>
    Refused,

    /// <summary>The holder's assessor must judge.</summary>
    Referred,

    /// <summary>A release was permitted, but the holder had deposited nothing.</summary>
    NothingHeld,
}
