using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>
/// Reads the part of the log about a child that a family may see. It shows who has read what, when, why and on what ground.
/// </summary>
/// <remarks>
/// Steps:
/// <code>
///   1. Right    The reader must have a right to see the child's matters today.
///   2. Read     The child's log entries of the kinds that a family may see are read.
///   3. Log      The reading of the report is logged before anything is shown.
/// </code>
/// A family never sees entries about relations in the register, which include decisions to block a guardian.
/// </remarks>
public sealed class AccessReports(HubDatabase database, LogWriter log, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>The number of lines on a page.</summary>
    public const int PageLength = 20;

    private static readonly string[] Kinds =
    [
        EntryKinds.Decided, EntryKinds.InformationRequested, EntryKinds.HarmAssessed, EntryKinds.RequestRead,
        EntryKinds.ConsentRequested, EntryKinds.ConsentAnswered, EntryKinds.ConsentSigned, EntryKinds.ConsentRefused,
        EntryKinds.ConsentWithdrawn,
        EntryKinds.ConsentAnswerRecorded, EntryKinds.ConsentAnswerDecided, EntryKinds.ConsentAnswerRejected,
        EntryKinds.ConsentAnswerContradicted, EntryKinds.ConsentAnswerRead,
        EntryKinds.PreventionStated, EntryKinds.PreventionDecided, EntryKinds.PreventionConfirmed, EntryKinds.PreventionRefused,
        EntryKinds.MeasureDecisionRegistered,
        EntryKinds.ConsentEnded, EntryKinds.ConsentSuperseded, EntryKinds.ConsentLapsed, EntryKinds.ConsentAnnulled, EntryKinds.ConsentRead,
        EntryKinds.EmergencyDeclared, EntryKinds.EmergencyReviewed, EntryKinds.DisclosureBlockPlaced, EntryKinds.DisclosureBlockLifted,
        EntryKinds.ConsentExpired, EntryKinds.NoticeRead, EntryKinds.NoticeAcknowledged,
        EntryKinds.CaseRead, EntryKinds.PersonLookedUp, EntryKinds.AccessReportRead,
    ];

    /// <summary>
    /// One page of the report. Null when the child does not exist or the reader may not see the report. Both cases give the same answer.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<AccessReport?> ReadAsync(PersonId child, PersonId reader, AccessGroup group, int page, CancellationToken ct)
    {
        // Step 1: Right.
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        await using var db = database.NewContext();
        if (await FamilyRights.FindAsync(db, reader, child, today, ct) is not { } seen)
        {
            return null;
        }

        // Step 2: Read.
        var (lines, unreadable) = await LinesAsync(db, child, reader, ct);
        var counts = Enum.GetValues<AccessGroup>().ToDictionary(g => g, g => lines.Count(line => line.Group == g));
        var lastPage = Math.Max(1, (counts[group] + PageLength - 1) / PageLength);
        var shown = Math.Clamp(page, 1, lastPage);

        List<AccessLine> listed = [.. lines.Where(line => line.Group == group).Skip((shown - 1) * PageLength).Take(PageLength)];

        // Step 3: Log.
        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.AccessReportRead,
                Actor = new Actor(reader.Value, "person", seen.Bond.ToString()),
                About = child,
                Fields = Reach.Of(listed.Select(line => SwedishTime.DayOf(line.At)))
                    .With(("group", group.ToString()), ("page", $"{shown}")),
            },
            ct);

        return new AccessReport(
            child,
            seen.Child.GivenName,
            seen.Bond,
            listed,
            shown,
            lastPage)
        {
            Counts = counts,
            ReadAt = [.. lines.Where(line => line.Kind == AccessKind.Read).Select(line => line.At)],
            Today = today,
            Unreadable = unreadable,
        };
    }

    private async Task<(IReadOnlyList<AccessLine> Lines, int Unreadable)> LinesAsync(
        HubDbContext db, PersonId child, PersonId reader, CancellationToken ct)
    {
        var tokens = await log.Tokens.OfAsync(db, SearchKind.Child, child.Value, ct);
        var rows = await db.Log.AsNoTracking()
            .Where(e => tokens.Contains(e.ChildToken!) && Kinds.Contains(e.Kind))
            .OrderByDescending(e => e.Index)
            .ToListAsync(ct);
        var rules = await inForce.OfThatTimeAsync(rows.Select(row => row.PolicySet), ct);
        var context = await AccessReportFacts.ReadAsync(db, rules, child, reader, clock.GetUtcNow(), ct);
        var lines = new List<AccessLine>();
        var unreadable = 0;
        foreach (var row in rows)
        {
            var entry = await LogReaders.OpenAsync(log, row, ct);
            if (entry.Payload is null)
            {
                // An erased entry (gallring) no longer shows who did what. Other entries without a readable part are counted, so that
                // nobody takes the report for the whole.
                unreadable += entry.State == PayloadState.Erased ? 0 : 1;
            }
            else if (context.LineOf(row, entry.Payload.Fields) is { } line)
            {
                lines.Add(line);
            }
        }

        return (lines, unreadable);
    }
}
