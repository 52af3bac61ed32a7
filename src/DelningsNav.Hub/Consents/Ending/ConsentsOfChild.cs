using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Ending;

/// <summary>Why a consent lapsed. The cause is in the log and is shown to the holder; nobody else is informed of it.</summary>
internal enum LapseCause
{
    /// <summary>The signers have changed because of custody, a blocked guardian or a birthday.</summary>
    SignersChanged,

    /// <summary>The child's identity has become protected (OSL 22 kap. 1-2 §§).</summary>
    IdentityProtected,
}

/// <summary>Ends a child's consents inside the change that makes them invalid.</summary>
/// <remarks>
/// The change (of custody, by a block, or by the closing of a case) and the end of the consents are one transaction. There is no moment
/// between them (promise 2). An ended consent never becomes active again by itself.
/// </remarks>
internal static class ConsentsOfChild
{
    /// <summary>
    /// Lapses each consent whose signers have changed, and records in every other consent the next day on which its signers may change.
    /// </summary>
    public static async Task<IReadOnlyList<NewEntry>> LapseInvalidAsync(
        HubDbContext db, PersonId child, DateTimeOffset now, CancellationToken ct)
    {
        var consents = await LiveAsync(db, child, ct);
        if (consents.Count == 0)
        {
            return [];
        }

        // What the change itself has added is still only in the unit of work. Therefore it is saved before the signers are read.
        await db.SaveChangesAsync(ct);
        var today = SwedishTime.DayOf(now);
        var signers = await ChildSigners.ReadAsync(db, await db.People.SingleAsync(p => p.Id == child, ct), ct);
        foreach (var consent in consents)
        {
            // An expired consent is not lapsed and needs no further review.
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

    // The consents that have not been ended by a move, including expired consents.
    private static Task<List<Consent>> LiveAsync(HubDbContext db, PersonId child, CancellationToken ct) => db.Consents
        .Where(c => c.Child == child && ConsentMachine.Live.Contains(c.State))
        .ToListAsync(ct);
}
