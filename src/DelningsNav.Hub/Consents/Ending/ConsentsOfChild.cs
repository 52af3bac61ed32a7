using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Ending;

/// <summary>Why a consent lapsed. Only the log and the holder have the cause; nobody else is informed of it.</summary>
internal enum LapseCause
{
    /// <summary>The signers have changed, by custody, a blocked guardian or a birthday.</summary>
    SignersChanged,

    /// <summary>The child's identity has become protected (OSL 22 kap. 1-2 §§).</summary>
    IdentityProtected,
}

/// <summary>Ends a child's consents inside the change that makes them invalid.</summary>
/// <remarks>
/// The change of custody, the block or the closed case and the end of the consents are one transaction: there is no moment between them
/// (promise 2). No ended consent becomes active again by itself.
/// </remarks>
internal static class ConsentsOfChild
{
    /// <summary>
    /// Lapses each consent whose signers would be others today, and records in the rest when their signers may change next.
    /// </summary>
    public static async Task<IReadOnlyList<NewEntry>> LapseInvalidAsync(
        HubDbContext db, PersonId child, DateTimeOffset now, CancellationToken ct)
    {
        var consents = await LiveAsync(db, child, ct);
        if (consents.Count == 0)
        {
            return [];
        }

        // What the change itself has added is still only in the unit of work, so it is saved before the signers are read.
        await db.SaveChangesAsync(ct);
        var today = SwedishTime.DayOf(now);
        var signers = await ChildSigners.ReadAsync(db, await db.People.SingleAsync(p => p.Id == child, ct), ct);
        foreach (var consent in consents)
        {
            // An expired consent is not lapsed, so it needs no further review.
            consent.ReviewNext(consent.IsExpired(now) ? null : signers.NextChange(today, FrozenRule.Of(consent.FrozenRule).Rule));
        }

        return await LapseAsync(db, consents.Where(c => !c.IsAskedOf(signers.On(today, c))), LapseCause.SignersChanged, now, ct);
    }

    /// <summary>Lapses all of the child's consents, because the child's identity is protected from this change on.</summary>
    public static async Task<IReadOnlyList<NewEntry>> ProtectAsync(
        HubDbContext db, PersonId child, DateTimeOffset now, CancellationToken ct) =>
        await LapseAsync(db, await LiveAsync(db, child, ct), LapseCause.IdentityProtected, now, ct);

    /// <summary>Ends all consents that belong to a case, because the case is closed.</summary>
    public static async Task<IReadOnlyList<NewEntry>> EndAsync(
        HubDbContext db, PersonId child, CaseId closed, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        var entries = new List<NewEntry>();
        foreach (var consent in (await LiveAsync(db, child, ct))
            .Where(c => c.Case == closed && !c.IsExpired(now) && c.Close(ConsentMove.End, now)))
        {
            entries.Add(await ConsentEnded.EntryAsync(db, EntryKinds.ConsentEnded, consent, by, now, ct, ("because", "case-closed")));
        }

        return entries;
    }

    private static async Task<IReadOnlyList<NewEntry>> LapseAsync(
        HubDbContext db, IEnumerable<Consent> consents, LapseCause cause, DateTimeOffset now, CancellationToken ct)
    {
        var entries = new List<NewEntry>();
        foreach (var consent in consents.Where(c => !c.IsExpired(now) && c.Close(ConsentMove.Lapse, now)))
        {
            var because = cause switch
            {
                LapseCause.IdentityProtected => "identity-protected",
                LapseCause.SignersChanged => "signers-changed",
            };
            entries.Add(await ConsentEnded.EntryAsync(db, EntryKinds.ConsentLapsed, consent, Actor.Hub, now, ct, ("because", because)));
        }

        return entries;
    }

    // The consents that no move has ended, expired ones included.
    private static Task<List<Consent>> LiveAsync(HubDbContext db, PersonId child, CancellationToken ct) => db.Consents
        .Where(c => c.Child == child && ConsentMachine.Live.Contains(c.State))
        .ToListAsync(ct);
}
