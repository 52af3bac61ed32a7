using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>How a decision to activate a policy set ended.</summary>
public abstract record ActivateOutcome
{
    private ActivateOutcome() { }

    /// <summary>The set is in force. Every later log entry names it, until another set is set in force.</summary>
    public sealed record InForce : ActivateOutcome;

    /// <summary>
    /// The set will be in force from the given moment. Before that moment, it can be activated again with another moment.
    /// </summary>
    public sealed record Planned(DateTimeOffset From) : ActivateOutcome;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Faults">All faults. The list is never empty.</param>
    public sealed record Refused(IReadOnlyList<Fault> Faults) : ActivateOutcome
    {
        /// <summary>The faults in words for operators.</summary>
        public IReadOnlyList<string> Reasons => [.. Faults.Select(fault => fault.Detail)];
    }

    /// <summary>The caller is not a system owner of the authority that runs the hub; nothing was changed.</summary>
    public sealed record NotAllowed : ActivateOutcome;
}

/// <summary>Sets a policy set in force, now or from a future moment. To return to an earlier set, activate the earlier set.</summary>
/// <remarks>
/// If the moment has passed, the swap takes effect here. If the moment is in the future, the swap takes effect in
/// <see cref="PoliciesInForce"/>, at the first question after the moment. In both cases the swap is an entry in the log, in the transaction
/// that raises the policy set's version. Decisions made under the earlier set are therefore refused and made again. The swap applies to
/// every authority of the hub. Therefore the authority that runs the hub decides it (ADR 0020).
/// </remarks>
public sealed class ActivatePolicySet(LoggedChanges changes, PoliciesInForce inForce, OperatingAuthority operating, TimeProvider clock)
{
    /// <summary>Activates a set from a moment, as a system owner of the authority that runs the hub.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<ActivateOutcome> HandleAsync(
        string version, DateTimeOffset from, FreeText caseNumber, Caller caller, CancellationToken ct) =>
        await SystemOwners.FindAsync(changes, caller, clock.GetUtcNow(), ct) is { } owner && operating.Is(owner.Authority)
            ? await HandleAsync(version, from, caseNumber, owner.Actor, ct)
            : new ActivateOutcome.NotAllowed();

    /// <summary>Activates a set from a moment for the hub itself; neither API nor pages call this.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<ActivateOutcome> HandleAsync(string version, DateTimeOffset from, FreeText caseNumber, Actor by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await FaultsAsync(version, from > now ? from : now, caseNumber, ct) is { Count: > 0 } faults)
        {
            return new ActivateOutcome.Refused(faults);
        }

        var changed = await changes.ChangeAsync<ActivateOutcome>([SubjectId.PolicySet], async (db, ct) =>
        {
            var last = await db.PolicySets.MaxAsync(s => s.Turn, ct) ?? 0;
            var set = await db.PolicySets.SingleAsync(s => s.Version == version, ct);
            if (set.RetiredAt is not null || (last > 0 && set.Turn == last))
            {
                return Change<ActivateOutcome>.None(new ActivateOutcome.Refused(
                [
                    set.RetiredAt is null
                        ? new Fault("version", "in-force", $"the set `{version}` is in force")
                        : new Fault("version", "retired", $"the set `{version}` is retired"),
                ]));
            }

            set.Plan(from, caseNumber.Value, PolicySetEntry.Written(by));
            if (from > now)
            {
                var plan = PolicySetEntry.Of(
                    EntryKinds.PolicySetPlanned, set, by, ("from", PolicySetEntry.Written(from)), ("decision", caseNumber.Value));
                return new Change<ActivateOutcome>(new ActivateOutcome.Planned(from), [plan]);
            }

            set.PutInForce(last + 1, now);
            return new Change<ActivateOutcome>(
                new ActivateOutcome.InForce(), [PolicySetEntry.Of(EntryKinds.PolicySetInForce, set, by, ("decision", caseNumber.Value))]);
        }, ct);
        return changed.Outcome;
    }

    private async Task<List<Fault>> FaultsAsync(string version, DateTimeOffset at, FreeText caseNumber, CancellationToken ct)
    {
        var faults = DecisionNumber.FaultsOf(caseNumber).ToList();
        await using var db = changes.NewContext();
        var found = await PolicySetInForce.Of(db.PolicySets.Where(set => set.Version == version)).SingleOrDefaultAsync(ct);
        if (found is null)
        {
            faults.Add(SystemOwners.NotHeld(version));
        }
        else if (await inForce.OfAsync(found, at, ct) is PoliciesNow.Stopped { Alarm: var alarm })
        {
            faults.Add(new Fault("version", alarm.PolicyName, $"no decision could be made with the set: {alarm.Detail}"));
        }

        return faults;
    }
}
