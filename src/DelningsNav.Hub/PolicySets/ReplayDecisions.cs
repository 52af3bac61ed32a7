using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>Asks a candidate set every question that was decided before, from the log, and shows which answers would change and why, before anyone adopts it.</summary>
/// <remarks>
/// Changes nothing and releases nothing: it decides about logged facts, which name no person, and hands out none of them. The facts are as they were then, and a
/// holder that had adopted its set then counts as having adopted the candidate. The log is read in pages in the order of the indexes, so that memory does not grow
/// with it; what the log gains meanwhile is left for the next time. The replay itself is logged before it begins.
/// </remarks>
public sealed class ReplayDecisions(HubDatabase database, LogWriter log)
{
    private const int PageSize = 1000;

    // What makes two answers the same: all that the entry says of the verdict, but for ids that the facts carry.
    private static readonly string[] Compared = ["policy", "law", "obligations", "assessor-may-consider", "missing", "bars", "alarms"];

    /// <summary>Replays the whole log, and names the first changes in full.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was replayed.</exception>
    public async Task<ReplayReport> HandleAsync(
        ReleasePolicies candidate, int showFirst, Actor by, IProgress<ReplayReport>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        await using var db = database.NewContext();
        var size = (await db.Log.MaxAsync(e => (long?)e.Index, ct) ?? -1) + 1;
        await log.AppendAsync(PolicySetEntry.Of(EntryKinds.LogRead, candidate.Version, candidate.Hash, by, ("what", "replay")), ct);

        var report = new ReplayReport(size);
        for (var next = 0L; next < size;)
        {
            var page = await PageAsync(db, next, size, ct);
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

    private static Task<List<LogRow>> PageAsync(HubDbContext db, long from, long size, CancellationToken ct) => db.Log.AsNoTracking()
        .Where(e => e.Index >= from && e.Index < size && e.Kind == EntryKinds.Decided)
        .OrderBy(e => e.Index)
        .Take(PageSize)
        .Select(e => new LogRow
        {
            Index = e.Index,
            At = e.At,
            Verdict = e.Verdict,
            PolicySet = e.PolicySet,
            Leaf = e.Leaf,
            Payload = e.Payload,
            PayloadKey = e.PayloadKey,
        })
        .ToListAsync(ct);

    private static Replayed Compare(OpenedEntry entry, ReleasePolicies candidate)
    {
        // A payload that its leaf does not bind proves nothing, and is not believed here either.
        if (entry.Payload is null
            || LoggedFacts.Read(entry["facts"]) is not { } facts
            || !EntryLeaf.TryParse(entry.Row.Leaf, out var leaf) || entry.Payload.DifferencesFrom(leaf).Count > 0)
        {
            return new Replayed.Impossible();
        }

        var said = new Dictionary<string, string?>();
        var verdict = DecisionEntry.Describe(candidate.Decide(facts), said);
        var why = Compared
            .Where(field => entry[field] != (said.GetValueOrDefault(field) ?? ""))
            .Select(field => $"{field}: `{entry[field]}` becomes `{said.GetValueOrDefault(field)}`")
            .ToList();
        return verdict == entry.Row.Verdict && why.Count == 0
            ? new Replayed.Same()
            : new Replayed.Changed(new ReplayChange(
                entry.Row.Index, entry.Row.At, entry.Row.PolicySet, facts.RecordType, entry.Row.Verdict, verdict, string.Join("; ", why)));
    }
}

/// <summary>What one decision would come to.</summary>
internal abstract record Replayed
{
    private Replayed() { }

    /// <summary>The same verdict for the same reasons.</summary>
    public sealed record Same : Replayed;

    /// <summary>Another verdict, or the same one for other reasons.</summary>
    public sealed record Changed(ReplayChange Change) : Replayed;

    /// <summary>The entry is from before facts were logged, was erased or was damaged.</summary>
    public sealed record Impossible : Replayed;
}
