using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>How retiring a policy set ended.</summary>
public abstract record RetireOutcome
{
    private RetireOutcome() { }

    /// <summary>The set makes no more decisions, now or later. Retiring the set again has the same outcome.</summary>
    public sealed record Retired(DateTimeOffset At) : RetireOutcome;

    /// <summary>Nothing was changed, because the set is missing or the decision is incomplete.</summary>
    /// <param name="Faults">All faults. The list is never empty.</param>
    public sealed record Refused(IReadOnlyList<Fault> Faults) : RetireOutcome;

    /// <summary>The caller is not a system owner of the authority that runs the hub; nothing was changed.</summary>
    public sealed record NotAllowed : RetireOutcome;
}

/// <summary>
/// Permanently takes a policy set out of use. Retiring the set in force stops every automatic release until another set is activated.
/// Retiring never sets an earlier set in force.
/// </summary>
/// <remarks>Retiring applies to every authority of the hub. Therefore the authority that runs the hub decides it (ADR 0020).</remarks>
public sealed class RetirePolicySet(LoggedChanges changes, OperatingAuthority operating, TimeProvider clock)
{
    /// <summary>
    /// Retires a set, as a system owner of the authority that runs the hub. Once this method returns, no further release under the set can
    /// be logged.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<RetireOutcome> HandleAsync(string version, FreeText caseNumber, Caller caller, CancellationToken ct) =>
        await SystemOwners.FindAsync(changes, caller, clock.GetUtcNow(), ct) is { } owner && operating.Is(owner.Authority)
            ? await HandleAsync(version, caseNumber, owner.Actor, ct)
            : new RetireOutcome.NotAllowed();

    /// <summary>
    /// Retires a set for the hub itself; neither API nor pages call this. Once this method returns, no further release under the set can be
    /// logged.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<RetireOutcome> HandleAsync(string version, FreeText caseNumber, Actor by, CancellationToken ct)
    {
        if (DecisionNumber.FaultsOf(caseNumber) is { Count: > 0 } faults)
        {
            return new RetireOutcome.Refused(faults);
        }

        var changed = await changes.ChangeAsync<RetireOutcome>([SubjectId.PolicySet], async (db, ct) =>
        {
            switch (await db.PolicySets.SingleOrDefaultAsync(set => set.Version == version, ct))
            {
                case null:
                    return Change<RetireOutcome>.None(new RetireOutcome.Refused([SystemOwners.NotHeld(version)]));
                case { RetiredAt: { } at }:
                    return Change<RetireOutcome>.None(new RetireOutcome.Retired(at));
                case var set:
                    var now = clock.GetUtcNow();
                    set.Retire(now, caseNumber.Value, PolicySetEntry.Written(by));
                    return new Change<RetireOutcome>(
                        new RetireOutcome.Retired(now),
                        [PolicySetEntry.Of(EntryKinds.PolicySetRetired, set, by, ("decision", caseNumber.Value))]);
            }
        }, ct);
        return changed.Outcome;
    }
}
