using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Bundles;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Replays;

/// <summary>How a replay for a system owner ended.</summary>
public abstract record ReplayOutcome
{
    private ReplayOutcome() { }

    /// <summary>The authority's own decisions were replayed.</summary>
    /// <param name="Report">The changes that the candidate would make.</param>
    /// <param name="Candidate">The rules of the candidate, so that the changes can be explained in the candidate's words.</param>
    public sealed record Replayed(ReplayReport Report, ReleasePolicies Candidate) : ReplayOutcome;

    /// <summary>The stored bundle cannot be used for a replay.</summary>
    /// <param name="Reasons">All faults of the bundle. The list is never empty.</param>
    public sealed record Unsound(IReadOnlyList<string> Reasons) : ReplayOutcome;

    /// <summary>The hub has no set with this id.</summary>
    public sealed record NoSuchSet : ReplayOutcome;

    /// <summary>The caller is not a system owner; nothing was replayed.</summary>
    public sealed record NotASystemOwner : ReplayOutcome;
}

/// <summary>
/// Replays every earlier decision from the log with a candidate set, and shows which answers would change and why, before anyone adopts it.
/// </summary>
/// <remarks>
/// A replay changes nothing and releases nothing. It decides on logged facts, which name no person, and it does not return these facts. The
/// facts are those of the original decision. A holder that had adopted the set of that decision is treated as if it had adopted the
/// candidate. A system owner sees only the decisions in which their own authority was the holder (ADR 0020). The log is read in pages in
/// the order of the indexes, so that memory does not grow with the log. Entries that are added meanwhile are left for the next replay. The
/// replay itself is logged before it begins.
/// </remarks>
public sealed class ReplayDecisions(HubDatabase database, LogWriter log, PoliciesInForce inForce, TimeProvider clock)
{
    private const int PageSize = 1000;

    /// <summary>
    /// Replays the decisions in which the system owner's own authority was the holder, with a set that the hub has stored.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was replayed.</exception>
    public async Task<ReplayOutcome> HandleAsync(
        PolicySetId set, int showFirst, Caller caller, IProgress<ReplayReport>? progress, CancellationToken ct)
    {
        KnownStaff? owner;
        PolicySetInForce? held;
        await using (var db = database.NewContext())
        {
            owner = await SystemOwners.FindAsync(db, caller, clock.GetUtcNow(), ct);
            held = await PolicySetInForce.Of(db.PolicySets.Where(s => s.Id == set)).SingleOrDefaultAsync(ct);
        }

        if (owner is null || held is null)
        {
            return owner is null ? new ReplayOutcome.NotASystemOwner() : new ReplayOutcome.NoSuchSet();
        }

        return await inForce.HeldAsync(held, ct) switch
        {
            BundleReading.Sound { Bundle.Policies: var candidate } =>
                new ReplayOutcome.Replayed(
                    await HandleAsync(candidate, owner.Authority.Id, showFirst, owner.Actor, progress, ct), candidate),
            BundleReading.Unsound unsound => new ReplayOutcome.Unsound(unsound.Reasons),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>
    /// Replays the decisions of one holder for the hub itself, or of all holders when <paramref name="holder"/> is null. The first changes
    /// are listed in full. Neither API nor pages call this.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was replayed.</exception>
    public async Task<ReplayReport> HandleAsync(
        ReleasePolicies candidate, AuthorityId? holder, int showFirst, Actor by, IProgress<ReplayReport>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        await using var db = database.NewContext();
        var size = (await db.Log.MaxAsync(e => (long?)e.Index, ct) ?? -1) + 1;
        await log.AppendAsync(
            PolicySetEntry.Of(
                EntryKinds.LogRead, candidate.Version, candidate.Hash, by, [("what", "replay"), .. Reach.Nothing.Fields]),
            ct);

        var report = new ReplayReport(size);
        for (var next = 0L; next < size;)
        {
            var page = await PageAsync(db, holder, next, size, ct);
            foreach (var row in page)
            {
                var entry = await LogReaders.OpenAsync(log, row, ct);
                report = report.With(Compare(entry, candidate), showFirst);
            }

            next = page.Count == PageSize ? page[^1].Index + 1 : size;
            report = report with { Read = next };
            progress?.Report(report);
        }

        return report;
    }

    private static Task<List<LogRow>> PageAsync(HubDbContext db, AuthorityId? holder, long from, long size, CancellationToken ct) =>
        db.Log.AsNoTracking()
        .Where(e => e.Index >= from && e.Index < size && e.Kind == EntryKinds.Decided && (holder == null || e.HolderAuthority == holder))
        .OrderBy(e => e.Index)
        .Take(PageSize)
        .ToListAsync(ct);

    private static Replayed Compare(OpenedEntry entry, ReleasePolicies candidate)
    {
        if (entry.State == PayloadState.Erased)
        {
            return new Replayed.Impossible(ReplayObstacle.Erased);
        }

        if (entry.Payload is null)
        {
            return new Replayed.Impossible(ReplayObstacle.Damaged);
        }

        if (LoggedFacts.Read(entry["facts"]) is not { } facts)
        {
            return new Replayed.Impossible(ReplayObstacle.WithoutFacts);
        }

        var said = new Dictionary<string, string?>();
        var verdict = DecisionEntry.Describe(candidate.Decide(facts), said);
        var change = new ReplayChange(
            entry.Row.Index, entry.Row.At, entry.Row.PolicySet, facts.RecordType,
            ReplayAnswer.Of(entry.Row.Verdict, field => entry[field]), ReplayAnswer.Of(verdict, said.GetValueOrDefault));
        return change.From == change.To && !change.Differing.Any() ? new Replayed.Same() : new Replayed.Changed(change);
    }
}

/// <summary>The result of replaying one decision.</summary>
internal abstract record Replayed
{
    private Replayed() { }

    /// <summary>The verdict and its reasons are the same.</summary>
    public sealed record Same : Replayed;

    /// <summary>The verdict is different, or it is the same for other reasons.</summary>
    public sealed record Changed(ReplayChange Change) : Replayed;

    /// <summary>The decision cannot be replayed.</summary>
    public sealed record Impossible(ReplayObstacle Obstacle) : Replayed;
}
