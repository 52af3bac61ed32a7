using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Requests;

/// <summary>A request and where it stands, as the branch that asked sees it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Types">What was last decided of each type asked for, in the order asked.</param>
public sealed record RequestView(InformationRequest Request, IReadOnlyList<TypeView> Types);

/// <summary>The last decision about one type.</summary>
/// <param name="RecordType">The type.</param>
/// <param name="Standing">What it came to.</param>
/// <param name="Law">The paragraph, or empty.</param>
/// <param name="Missing">Codes of what is missing, when refused or referred.</param>
/// <param name="DecidedAt">When, or null when nothing is decided yet.</param>
/// <param name="LogIndex">The log entry, or null when nothing is decided yet.</param>
/// <param name="Documents">What was released, the newest release of each document.</param>
public sealed record TypeView(
    string RecordType, TypeStanding Standing, string Law, IReadOnlyList<string> Missing, DateTimeOffset? DecidedAt, long? LogIndex,
    IReadOnlyList<ReleasedView> Documents)
{
    /// <summary>What would open it, when refused or referred: nothing that tells a secret cause from an ordinary one.</summary>
    public IReadOnlyList<WayToOpen> Opens { get; init; } = [];
}

/// <summary>A document that was released.</summary>
public sealed record ReleasedView(DecisionId Release, RecordId Document);

/// <summary>What a type asked for has come to.</summary>
public enum TypeStanding
{
    /// <summary>Nobody has asked for a decision.</summary>
    Undecided,

    /// <summary>Released.</summary>
    Released,

    /// <summary>Refused.</summary>
    Refused,

    /// <summary>The holder's assessor must judge.</summary>
    Referred,

    /// <summary>The answer was yes, and the holder had deposited nothing.</summary>
    NothingHeld,
}

/// <summary>Shows a request to a system of the branch that asked.</summary>
public sealed class ReadRequest(HubDatabase database, PoliciesInForce inForce, LogWriter log, TimeProvider clock)
{
    private const string NothingHeld = "nothing-held";

    /// <summary>The request, logged before it is shown; null when there is none or it is another branch's.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<RequestView?> ReadAsync(RequestId id, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        var reader = await ActingSystem.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (reader is null || request is null || request.Recipient != reader.Branch)
        {
            return null;
        }

        var decisions = await db.Decisions.AsNoTracking().Where(d => d.Request == id).OrderByDescending(d => d.LogIndex).ToListAsync(ct);
        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.RequestRead,
                Actor = reader.Actor,
                About = request.Child,
                Case = request.Case,
                Fields = new Dictionary<string, string?> { ["request"] = id.ToString() },
            },
            ct);
        var ways = await WaysToOpen.ReadAsync(db, log.Keys, (await inForce.ConsentRulesAsync(ct)).Rules, id, now, ct);
        return new RequestView(request, [.. request.RecordTypes.Select(type => View(type, decisions.FindAll(d => d.RecordType == type), ways))]);
    }

    /// <summary>What was last decided of a type, from all its decisions with the newest first.</summary>
    internal static TypeView View(string type, List<Decision> newestFirst, WaysToOpen ways)
    {
        if (newestFirst is not [var last, ..])
        {
            return new TypeView(type, TypeStanding.Undecided, "", [], null, null, []);
        }

        // One run may release one document of a type and refuse another; what was released comes first. A run decides about each record once.
        var records = new HashSet<RecordId>();
        var run = newestFirst.TakeWhile(d => d.DecidedAt == last.DecidedAt && (d.Record is { } record ? records.Add(record) : d == last)).ToList();
        var telling = run.Find(d => d.Kind == DecisionKind.Release) ?? last;
        var standing = telling.Kind switch
        {
            DecisionKind.Release => TypeStanding.Released,
            DecisionKind.Refer => TypeStanding.Referred,
            _ when telling.Codes.Contains(NothingHeld) => TypeStanding.NothingHeld,
            _ => TypeStanding.Refused,
        };
        var missing = standing is TypeStanding.Refused or TypeStanding.Referred ? telling.Codes : [];
        var documents = newestFirst
            .Where(d => d.Kind == DecisionKind.Release)
            .DistinctBy(d => d.Record)
            .Select(d => new ReleasedView(d.Id, d.Record!.Value));
        return new TypeView(type, standing, telling.Law, missing, telling.DecidedAt, telling.LogIndex, [.. documents])
        {
            Opens = standing is TypeStanding.Refused or TypeStanding.Referred ? ways.Of(type, missing, standing == TypeStanding.Referred) : [],
        };
    }
}
