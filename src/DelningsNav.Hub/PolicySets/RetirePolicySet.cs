using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>How the retiring of a policy set ended.</summary>
public abstract record RetireOutcome
{
    private RetireOutcome() { }

    /// <summary>Nothing is decided by the set any more, now or later. Retiring again gives this answer too.</summary>
    public sealed record Retired(DateTimeOffset At) : RetireOutcome;

    /// <summary>Nothing was changed: there is no such set, or the decision has no diarienummer.</summary>
    public sealed record Refused(string Reason) : RetireOutcome;
}

/// <summary>
/// Takes a policy set out of use for good. Retiring the set in force stops every automatic release until another is activated: it never brings an earlier set
/// back by itself.
/// </summary>
public sealed class RetirePolicySet(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>Retires. When this returns, no release by the set can be logged any more.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<RetireOutcome> HandleAsync(string version, string caseNumber, Actor by, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(caseNumber))
        {
            return new RetireOutcome.Refused("the decision has no diarienummer");
        }

        var changed = await changes.ChangeAsync<RetireOutcome>([SubjectId.PolicySet], async (db, ct) =>
        {
            switch (await db.PolicySets.SingleOrDefaultAsync(set => set.Version == version, ct))
            {
                case null:
                    return Change<RetireOutcome>.None(new RetireOutcome.Refused($"the hub holds no set `{version}`"));
                case { RetiredAt: { } at }:
                    return Change<RetireOutcome>.None(new RetireOutcome.Retired(at));
                case var set:
                    var now = clock.GetUtcNow();
                    set.Retire(now, caseNumber, PolicySetEntry.Written(by));
                    return new Change<RetireOutcome>(
                        new RetireOutcome.Retired(now), [PolicySetEntry.Of(EntryKinds.PolicySetRetired, set, by, ("decision", caseNumber))]);
            }
        }, ct);
        return changed.Outcome;
    }
}
