using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Ending;

/// <summary>Why the recipient's staff end a consent that the family has not withdrawn.</summary>
public enum ConsentEnding
{
    /// <summary>The purpose of the consent is met, and nothing more is to be read under it.</summary>
    PurposeMet,

    /// <summary>It was registered in error, for example for the wrong child, with the wrong party, or twice.</summary>
    RegisteredInError,
}

/// <summary>How ending a consent ended.</summary>
public abstract record EndOutcome
{
    private EndOutcome() { }

    /// <summary>The consent has ended; nothing more is released under it. A second ending in the same way gives the same answer.</summary>
    public sealed record Ended(DateTimeOffset At) : EndOutcome;

    /// <summary>The consent had already ended in another way.</summary>
    public sealed record OverAlready(ConsentState State) : EndOutcome;

    /// <summary>The call has these faults; the consent is unchanged.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : EndOutcome;

    /// <summary>The consent does not exist, or the caller is not assigned to its case.</summary>
    public sealed record NoSuchConsent : EndOutcome;
}

/// <summary>
/// Ends a consent that the recipient's staff no longer need, or that should never have been registered. The second case requires a
/// reason. Only staff who are assigned to the case may end it.
/// </summary>
public sealed class EndConsent(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>The greatest length of a reason, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>The text field of the reason.</summary>
    public static TextField Reason { get; } = new("reason", LongestReason);

    /// <summary>Ends the consent. After this returns, a release under this consent can no longer be logged.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the consent is unchanged.</exception>
    public async Task<EndOutcome> HandleAsync(ConsentId id, ConsentEnding ending, FreeText reason, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var child = await ConsentSubject.OfAsync(changes, id, ct);
        if (child is null)
        {
            return new EndOutcome.NoSuchConsent();
        }

        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<EndOutcome>([SubjectId.Of(child.Value)], async (db, ct) =>
        {
            var consent = await db.Consents.SingleAsync(c => c.Id == id, ct);
            if (await AssignedStaff.FindAsync(db, consent, caller, now, ct) is not { } staff)
            {
                return Change<EndOutcome>.None(new EndOutcome.NoSuchConsent());
            }

            if (FaultsOf(ending, reason) is { Count: > 0 } faults)
            {
                return Change<EndOutcome>.None(new EndOutcome.Invalid(faults));
            }

            var (move, state, kind, because) = ending == ConsentEnding.PurposeMet
                ? (ConsentMove.End, ConsentState.Ended, EntryKinds.ConsentEnded, "purpose-met")
                : (ConsentMove.Annul, ConsentState.Annulled, EntryKinds.ConsentAnnulled, "registered-in-error");
            if (!consent.Close(move, now))
            {
                return Change<EndOutcome>.None(
                    consent.State == state ? new EndOutcome.Ended(consent.EndedAt!.Value) : new EndOutcome.OverAlready(consent.State));
            }

            return new Change<EndOutcome>(
                new EndOutcome.Ended(now),
                [await ConsentEnded.EntryAsync(db, kind, consent, staff.Actor, now, ct, ("because", because), ("reason", reason.Value))]);
        }, caller.Call, ct);
        return changed.Outcome;
    }

    private static List<Fault> FaultsOf(ConsentEnding ending, FreeText reason)
    {
        var faults = new List<Fault>();
        if (ending == ConsentEnding.RegisteredInError && reason.IsEmpty)
        {
            faults.Add(new("reason", "reason-missing", "say what was registered in error"));
        }

        faults.AddRange(reason.Faults);

        return faults;
    }
}
