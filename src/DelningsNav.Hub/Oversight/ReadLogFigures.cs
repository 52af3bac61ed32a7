using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// A registrator's overview of their own authority. It contains numbers and names of workplaces, and nothing about any child.
/// </summary>
public sealed record LogFigures
{
    /// <summary>The authority's name.</summary>
    public required string Authority { get; init; }

    /// <summary>The number of decisions of the last 30 days about records that the authority holds, by verdict.</summary>
    public required VerdictFigures AsHolder { get; init; }

    /// <summary>
    /// The number of decisions of the last 30 days about records that the authority has requested from others, by verdict.
    /// </summary>
    public required VerdictFigures AsRecipient { get; init; }

    /// <summary>The number of requests that wait for the authority's own assessors.</summary>
    public required int WaitingForAssessment { get; init; }

    /// <summary>
    /// The moment since which the oldest request has waited for the authority's own assessors. It is null when no request waits.
    /// </summary>
    public required DateTimeOffset? OldestWaitingSince { get; init; }

    /// <summary>The number of consents to release the authority's records that wait for a family's answer.</summary>
    public required int WaitingForFamilies { get; init; }

    /// <summary>
    /// The number of overdue notices of ended consents. The notices are to the authority, or about records that it holds.
    /// </summary>
    public required int NoticesOverdue { get; init; }

    /// <summary>
    /// The number of notices of ended consents that are neither acknowledged nor overdue. The notices are to the authority, or about
    /// records that it holds.
    /// </summary>
    public required int NoticesWaiting { get; init; }

    /// <summary>
    /// The number of times that the authority has read the log in the last 30 days. This counts its registrators, and its system owners
    /// when they replay decisions.
    /// </summary>
    public required int LogReads { get; init; }

    /// <summary>The workplaces to filter by. The workplaces of the registrator's own authority come first.</summary>
    public required IReadOnlyList<LogUnit> Units { get; init; }
}

/// <summary>The number of decisions for each verdict.</summary>
public sealed record VerdictFigures(int Released, int Referred, int Refused);

/// <summary>A workplace to filter by.</summary>
public sealed record LogUnit(UnitId Id, string Name, string Authority, bool IsOwn);

/// <summary>
/// Reads the figures on a registrator's first page. The figures are about no single person. Therefore the reading is not logged.
/// </summary>
public sealed class ReadLogFigures(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>How far back the figures go.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromDays(30);

    /// <summary>The figures, or null when the caller is not a registrator.</summary>
    public async Task<LogFigures?> ReadAsync(Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var now = clock.GetUtcNow();
        if (await LogReaders.FindAsync(db, caller, now, ct) is not { } registrator)
        {
            return null;
        }

        var own = registrator.Authority.Id;
        var since = now - Span;
        var waiting = await WaitingAsync(db, registrator, ct);
        var notices = await WaitingNotices.CountAsync(db, registrator, now, ct);
        var entries = await db.Log.AsNoTracking().SeenByAsync(db, log.Tokens, registrator, ct);
        var decided = entries.Where(e => e.Kind == EntryKinds.Decided && e.At >= since);
        return new LogFigures
        {
            Authority = registrator.Authority.Name,
            AsHolder = await FiguresAsync(decided.Where(e => e.HolderAuthority == own), ct),
            AsRecipient = await FiguresAsync(decided.Where(e => e.ActorAuthority == own && e.HolderAuthority != own), ct),
            WaitingForAssessment = waiting.Count,
            OldestWaitingSince = waiting.Count == 0 ? null : waiting.Min(),
            WaitingForFamilies = await FamiliesAsync(db, registrator, now, ct),
            NoticesOverdue = notices.Overdue,
            NoticesWaiting = notices.Waiting,
            LogReads = await entries.CountAsync(e => e.Kind == EntryKinds.LogRead && e.ActorAuthority == own && e.At >= since, ct),
            Units = await UnitsAsync(db, own, ct),
        };
    }

    private static async Task<VerdictFigures> FiguresAsync(IQueryable<LogRow> decided, CancellationToken ct)
    {
        var counts = await decided.GroupBy(e => e.Verdict)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new VerdictFigures(
            counts.GetValueOrDefault("release"), counts.GetValueOrDefault("refer"), counts.GetValueOrDefault("refuse"));
    }

    // A type in a request waits when the last decision about it refers it to an assessor, and nobody has assessed it since.
    private static Task<List<DateTimeOffset>> WaitingAsync(HubDbContext db, KnownStaff registrator, CancellationToken ct)
    {
        var own = registrator.Authority.Id;
        var seen = InnerSecrecy.SeenBy(db, registrator);
        return (
        from decision in db.Decisions
        join request in db.Requests on decision.Request equals request.Id
        join holder in db.Branches on request.Holder equals holder.Id
        where holder.Authority == own && decision.Kind == DecisionKind.Refer && seen.Contains(request.Child)
            && !db.Set<Decision>()
                .Any(d => d.Request == decision.Request && d.RecordType == decision.RecordType && d.LogIndex > decision.LogIndex)
            && !db.Set<HarmAssessment>()
                .Any(a => a.Request == decision.Request && a.RecordType == decision.RecordType && a.DecidedAt >= decision.DecidedAt)
        select decision.DecidedAt).ToListAsync(ct);
    }

    private static Task<int> FamiliesAsync(HubDbContext db, KnownStaff registrator, DateTimeOffset now, CancellationToken ct)
    {
        var own = registrator.Authority.Id;
        var seen = InnerSecrecy.SeenBy(db, registrator);
        return (
        from consent in db.Consents
        join discloser in db.Branches on consent.Discloser equals discloser.Id
        where discloser.Authority == own && consent.ValidUntil > now && seen.Contains(consent.Child)
            && (consent.State == ConsentState.Requested || consent.State == ConsentState.Signing)
        select consent.Id).CountAsync(ct);
    }

    private static async Task<IReadOnlyList<LogUnit>> UnitsAsync(HubDbContext db, AuthorityId own, CancellationToken ct)
    {
        var units = await (
            from unit in db.Units
            join branch in db.Branches on unit.Branch equals branch.Id
            join authority in db.Authorities on branch.Authority equals authority.Id
            select new { unit.Id, unit.Name, Authority = authority.Name, AuthorityId = authority.Id }).ToListAsync(ct);
        return [.. units.Select(u => new LogUnit(u.Id, u.Name, u.Authority, u.AuthorityId == own))
            .OrderByDescending(u => u.IsOwn)
            .ThenBy(u => u.Authority, StringComparer.CurrentCulture)
            .ThenBy(u => u.Name, StringComparer.CurrentCulture)];
    }
}
