using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// Logs that a member of staff tried to open something that they may not open, or that does not exist. Both are logged alike, so that
/// the answer and the entry say the same of the two. A curious colleague is seen before they succeed (ADR 0045).
/// </summary>
/// <remarks>
/// The entry is about the child, when the id that was asked for leads to one. Families do not see it: it would tell them of a case, a
/// request or a block that they may not know of. It names places by their pattern and ids only, and repeats no text that was sent.
/// </remarks>
public sealed class NoteRefusedOpening(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// Logs the attempt before it is answered. False when the caller is no member of staff: then nothing is logged.
    /// </summary>
    /// <param name="place">The pattern of the address, without what was asked for.</param>
    /// <param name="asked">The ids that were asked for.</param>
    /// <param name="caller">The signed-in member of staff, or the system with the member of staff whom its call names.</param>
    /// <param name="ct">Cancels the writing.</param>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    public async Task<bool> HandleAsync(string place, IReadOnlyList<Guid> asked, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(asked);

        // Nothing can be logged before the restore is confirmed. The opening is refused nevertheless.
        if (log.Heads.Fence.IsClosed)
        {
            return false;
        }

        await using var db = database.NewContext();
        if (await StaffAsync(db, caller, SwedishTime.DayOf(clock.GetUtcNow()), ct) is not { } staff)
        {
            return false;
        }

        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.OpeningRefused,
                Actor = staff.Actor,
                About = await ChildAsync(db, asked, ct),
                Holder = staff.Authority.Id,
                Fields = new Dictionary<string, string?> { ["place"] = place, ["asked"] = string.Join(' ', asked) },
            },
            ct);
        return true;
    }

    private static async Task<KnownStaff?> StaffAsync(HubDbContext db, Caller caller, DateOnly today, CancellationToken ct)
    {
        foreach (var role in Enum.GetValues<ClientRole>())
        {
            if (await KnownStaff.FindAsync(db, caller, role, today, ct) is { } staff)
            {
                return staff;
            }
        }

        return null;
    }

    // When the ids lead to several children, the entry is about one with protected identity, if there is one.
    private static async Task<PersonId?> ChildAsync(HubDbContext db, IReadOnlyList<Guid> asked, CancellationToken ct)
    {
        var children = new List<PersonId>();
        foreach (var id in asked)
        {
            var (caseId, request, consent, release) = (new CaseId(id), new RequestId(id), new ConsentId(id), new DecisionId(id));
            var (recorded, prevention, record) = (new RecordedAnswerId(id), new PreventionId(id), new RecordId(id));
            var (emergency, block, person) = (new EmergencyAccessId(id), new DisclosureBlockId(id), new PersonId(id));
            children.AddRange(await db.Cases.Where(c => c.Id == caseId).Select(c => c.Child)
                .Concat(db.Requests.Where(r => r.Id == request).Select(r => r.Child))
                .Concat(db.Requests.Where(r => db.Set<Decision>().Any(d => d.Id == release && d.Request == r.Id)).Select(r => r.Child))
                .Concat(db.Consents.Where(c => c.Id == consent).Select(c => c.Child))
                .Concat(db.RecordedAnswers.Where(r => r.Id == recorded).Select(r => r.Child))
                .Concat(db.PreventedGuardians.Where(p => p.Id == prevention).Select(p => p.Child))
                .Concat(db.EmergencyAccesses.Where(e => e.Id == emergency).Select(e => e.Child))
                .Concat(db.DisclosureBlocks.Where(b => b.Id == block).Select(b => b.Child))
                .Concat(db.Records.Where(r => r.Id == record).Select(r => r.Child))
                .Concat(db.People.Where(p => p.Id == person).Select(p => p.Id))
                .Take(1).ToListAsync(ct));
        }

        var hidden = await db.People.Where(p => children.Contains(p.Id) && p.Marking != SecurityMarking.None).Select(p => p.Id)
            .Take(1).ToListAsync(ct);
        return hidden is [var one] ? one : children is [var first, ..] ? first : null;
    }
}
