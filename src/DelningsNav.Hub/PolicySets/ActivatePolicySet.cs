using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>How a decision about a policy set's force ended.</summary>
public abstract record ActivateOutcome
{
    private ActivateOutcome() { }

    /// <summary>The set is in force. No entry after this one names another.</summary>
    public sealed record InForce : ActivateOutcome;

    /// <summary>The set will be in force from that moment on; until then it can be activated anew with another.</summary>
    public sealed record Planned(DateTimeOffset From) : ActivateOutcome;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Reasons">Everything that is wrong. Never empty.</param>
    public sealed record Refused(IReadOnlyList<string> Reasons) : ActivateOutcome;
}

/// <summary>Decides from when a policy set is in force. To go back to an earlier set, activate that one.</summary>
/// <remarks>
/// A moment that has come is carried out here; one that lies ahead by <see cref="PoliciesInForce"/>, with the first question after it. Either way the swap is
/// an entry in the log, in the transaction that raises the policy set's version: decisions made under the set before it are refused and made again.
/// </remarks>
public sealed class ActivatePolicySet(LoggedChanges changes, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>Activates a set from a moment.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<ActivateOutcome> HandleAsync(string version, DateTimeOffset from, string caseNumber, Actor by, CancellationToken ct)
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
                    [set.RetiredAt is null ? $"the set `{version}` is in force" : $"the set `{version}` is retired"]));
            }

            set.Plan(from, caseNumber, PolicySetEntry.Written(by));
            if (from > now)
            {
                var plan = PolicySetEntry.Of(
                    EntryKinds.PolicySetPlanned, set, by, ("from", PolicySetEntry.Written(from)), ("decision", caseNumber));
                return new Change<ActivateOutcome>(new ActivateOutcome.Planned(from), [plan]);
            }

            set.PutInForce(last + 1, now);
            return new Change<ActivateOutcome>(
                new ActivateOutcome.InForce(), [PolicySetEntry.Of(EntryKinds.PolicySetInForce, set, by, ("decision", caseNumber))]);
        }, ct);
        return changed.Outcome;
    }

    private async Task<List<string>> FaultsAsync(string version, DateTimeOffset at, string caseNumber, CancellationToken ct)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(caseNumber))
        {
            faults.Add("the decision has no diarienummer");
        }

        await using var db = changes.NewContext();
        var found = await PolicySetInForce.Of(db.PolicySets.Where(set => set.Version == version)).SingleOrDefaultAsync(ct);
        if (found is null)
        {
            faults.Add($"the hub holds no set `{version}`");
        }
        else if (await inForce.OfAsync(found, at, ct) is PoliciesNow.Stopped { Alarm: var alarm })
        {
            faults.Add($"nothing could be decided by the set: {alarm.Detail}");
        }

        return faults;
    }
}
