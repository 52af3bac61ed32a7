using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Ending;

/// <summary>How withdrawing a consent ended.</summary>
public abstract record WithdrawOutcome
{
    private WithdrawOutcome() { }

    /// <summary>The consent is withdrawn; nothing more is released under it. A second withdrawal gives the same answer.</summary>
    public sealed record Withdrawn(DateTimeOffset At) : WithdrawOutcome;

    /// <summary>The consent has already ended in another way and cannot be withdrawn. Nothing is released under it.</summary>
    public sealed record OverAlready(ConsentState State) : WithdrawOutcome;

    /// <summary>The consent does not exist, or this caller may not withdraw it.</summary>
    public sealed record NoSuchConsent : WithdrawOutcome;
}

/// <summary>
/// Withdraws a consent, at once and without a reason. Any signer who has said yes may withdraw it, also by saying no (ADR 0040). On the
/// family's word, a system of either party may withdraw it, and so may the recipient's staff who are assigned to the case.
/// </summary>
public sealed class WithdrawConsent(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>Withdraws the consent. After this returns, a release under this consent can no longer be logged.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the consent is not withdrawn.</exception>
    public async Task<WithdrawOutcome> HandleAsync(ConsentId id, Caller caller, CancellationToken ct)
    {
        var child = await ConsentSubject.OfAsync(changes, id, ct);
        if (child is null)
        {
            return new WithdrawOutcome.NoSuchConsent();
        }

        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<WithdrawOutcome>([SubjectId.Of(child.Value)], async (db, ct) =>
        {
            var consent = await db.Consents.SingleAsync(c => c.Id == id, ct);
            var actor = await ActorAsync(db, consent, caller, now, ct);
            if (actor is null)
            {
                return Change<WithdrawOutcome>.None(new WithdrawOutcome.NoSuchConsent());
            }

            if (consent.State == ConsentState.Withdrawn)
            {
                return Change<WithdrawOutcome>.None(new WithdrawOutcome.Withdrawn(consent.WithdrawnAt!.Value));
            }

            return consent.Close(ConsentMove.Withdraw, now)
                ? new Change<WithdrawOutcome>(
                    new WithdrawOutcome.Withdrawn(now),
                    [await ConsentEnded.EntryAsync(db, EntryKinds.ConsentWithdrawn, consent, actor, now, ct)])
                : Change<WithdrawOutcome>.None(new WithdrawOutcome.OverAlready(consent.State));
        }, caller.Call, ct);
        return changed.Outcome;
    }

    /// <summary>
    /// Withdraws the consent because a person who has said yes to it now says no. The entry of the withdrawal, or null when this person has
    /// no yes to withdraw. A no needs no current text, because it agrees to nothing.
    /// </summary>
    internal static async Task<NewEntry?> ByNoAsync(
        HubDbContext db, Consent consent, PersonId person, DateTimeOffset now, CancellationToken ct) =>
        consent.MayBeWithdrawnBy(person) && await ActorAsync(db, consent, new Caller.Family(person), now, ct) is { } actor
            ? await ByNoAsync(db, consent, actor, now, ct)
            : null;

    /// <summary>
    /// Withdraws the consent because of a no that the actor gives or records. The caller has checked that it has not ended.
    /// </summary>
    internal static Task<NewEntry> ByNoAsync(HubDbContext db, Consent consent, Actor actor, DateTimeOffset now, CancellationToken ct) =>
        consent.Close(ConsentMove.Withdraw, now)
            ? ConsentEnded.EntryAsync(db, EntryKinds.ConsentWithdrawn, consent, actor, now, ct, ("because", "no-after-yes"))
            : throw new InvalidOperationException($"a consent in state {consent.State} cannot be withdrawn");

    private static async Task<Actor?> ActorAsync(HubDbContext db, Consent consent, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        switch (caller)
        {
            case Caller.Family family:
                if (await IsBlockedAsync(db, consent, family.Id, now, ct))
                {
                    return null;
                }

                var mine = consent.Signatures.SingleOrDefault(s => s.Person == family.Id);
                var may = consent.MayBeWithdrawnBy(family.Id) || (ConsentMachine.IsOver(consent.State) && mine is not null);
                return may ? new Actor(family.Id.Value, "person", mine!.Capacity.ToString()) : null;
            case Caller.Staff:
                return (await AssignedStaff.FindAsync(db, consent, caller, now, ct))?.Actor;
            case Caller.System system:
                var branch = await db.Clients.Where(c => c.Id == system.Id).Select(c => (BranchId?)c.Branch).SingleOrDefaultAsync(ct);
                var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
                var concerned = branch == consent.Recipient || branch == consent.Discloser;
                if (staff is null || !concerned)
                {
                    return null;
                }

                // At the recipient there are assignments, and the named member of staff has one, as at the pages.
                return staff.Branch.Id == consent.Recipient
                    ? (await AssignedStaff.FindAsync(db, consent, caller, now, ct))?.Actor
                    : await InnerSecrecy.SeesAsync(db, staff, consent.Child, ct) ? staff.Actor : null;
            case Caller.Hub:
                return null;
            default:
                throw new UnreachableException();
        }
    }

    // A blocked guardian sees nothing and decides nothing (OSL 12 kap. 3 § 1). A consent that they signed opens nothing while the block
    // applies.
    private static async Task<bool> IsBlockedAsync(
        HubDbContext db, Consent consent, PersonId person, DateTimeOffset now, CancellationToken ct)
    {
        var blocks = await db.GuardianBlocks.AsNoTracking().Where(b => b.Child == consent.Child && b.Guardian == person).ToListAsync(ct);
        return blocks.Exists(b => b.StandsOn(SwedishTime.DayOf(now)));
    }
}
