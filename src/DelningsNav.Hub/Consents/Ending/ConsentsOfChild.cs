using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Ending;

/// <summary>Why a consent lapsed, as the log and the holder know it. Nobody else is told which.</summary>
internal enum LapseCause
{
    /// <summary>Those who must sign are others: by custody, a guardian who is shut out, or a birthday.</summary>
    SignersChanged,

    /// <summary>The child has a protected identity now (OSL 22 kap. 1-2 §§).</summary>
    IdentityProtected,
}

/// <summary>A child's consents that have not come to their end, inside the change that may end them.</summary>
/// <remarks>
/// The change of custody, the block or the closed case and the end of the consents are one transaction: there is no moment between them (promise 2). None
/// of them opens again by itself.
/// </remarks>
internal static class ConsentsOfChild
{
    /// <summary>Lapses what would be signed by others today, and notes of the rest when that may happen next.</summary>
    public static async Task<IReadOnlyList<NewEntry>> ReviewAsync(HubDbContext db, PersonId child, DateTimeOffset now, CancellationToken ct)
    {
        var consents = await LiveAsync(db, child, ct);
        if (consents.Count == 0)
        {
            return [];
        }

        // What the change itself has added is not in the database yet; it is in the unit of work.
        await db.SaveChangesAsync(ct);
        var today = SwedishTime.DayOf(now);
        var signers = await ChildSigners.ReadAsync(db, await db.People.SingleAsync(p => p.Id == child, ct), ct);
        foreach (var consent in consents)
        {
            // What has run out holds nothing that could lapse.
            consent.ReviewNext(consent.IsExpired(now) ? null : signers.NextChange(today, FrozenRule.Of(consent.FrozenRule).Rule));
        }

        return await LapseAsync(db, consents.Where(c => !c.IsAskedOf(signers.On(today, c))), LapseCause.SignersChanged, now, ct);
    }

    /// <summary>Lapses everything, since the child is protected from this change on.</summary>
    public static async Task<IReadOnlyList<NewEntry>> ProtectAsync(HubDbContext db, PersonId child, DateTimeOffset now, CancellationToken ct) =>
        await LapseAsync(db, await LiveAsync(db, child, ct), LapseCause.IdentityProtected, now, ct);

    /// <summary>Ends everything that was asked for in a case, since the case is closed.</summary>
    public static async Task<IReadOnlyList<NewEntry>> EndAsync(HubDbContext db, PersonId child, CaseId closed, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        var entries = new List<NewEntry>();
        foreach (var consent in (await LiveAsync(db, child, ct)).Where(c => c.Case == closed && !c.IsExpired(now) && c.Close(ConsentMove.End, now)))
        {
            entries.Add(await ConsentOver.EntryAsync(db, EntryKinds.ConsentEnded, consent, by, now, ct, ("because", "case-closed")));
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
            entries.Add(await ConsentOver.EntryAsync(db, EntryKinds.ConsentLapsed, consent, Actor.Hub, now, ct, ("because", because)));
        }

        return entries;
    }

    // Those that no move has ended, among them what has run out.
    private static Task<List<Consent>> LiveAsync(HubDbContext db, PersonId child, CancellationToken ct) => db.Consents
        .Where(c => c.Child == child
            && (c.State == ConsentState.Requested || c.State == ConsentState.Signing || c.State == ConsentState.Active
                || c.State == ConsentState.Refused || c.State == ConsentState.Conflict))
        .ToListAsync(ct);
}
