using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.PolicySets;

/// <summary>How an authority's decision about a policy set ended.</summary>
public abstract record AdoptOutcome
{
    private AdoptOutcome() { }

    /// <summary>The decision is registered and applies from now on.</summary>
    public sealed record Registered : AdoptOutcome;

    /// <summary>The decision is not registered, and nothing was changed.</summary>
    /// <param name="Faults">All faults. The list is never empty.</param>
    public sealed record Refused(IReadOnlyList<Fault> Faults) : AdoptOutcome
    {
        /// <summary>The faults in words for operators.</summary>
        public IReadOnlyList<string> Reasons => [.. Faults.Select(fault => fault.Detail)];
    }

    /// <summary>The caller is not a system owner; nothing was changed.</summary>
    public sealed record NotASystemOwner : AdoptOutcome;
}

/// <summary>
/// Registers an authority's own decision to adopt a policy set, or to end that adoption. Without an adoption of the set in force, none of
/// the authority's records are released automatically.
/// </summary>
/// <remarks>
/// An authority may adopt a set long before the set is in force, and its adoptions of other sets remain. Therefore neither a swap nor a
/// return to an earlier set leaves a gap. A system owner registers what their own authority has decided. The authority is always that of
/// the system owner; the caller never states it (ADR 0020).
/// </remarks>
public sealed class AdoptPolicySet(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>
    /// Registers that the system owner's own authority has adopted a set, with the diarienummer and the day of the decision.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<AdoptOutcome> HandleAsync(
        string version, FreeText caseNumber, DateOnly decidedOn, Caller caller, CancellationToken ct) =>
        await SystemOwners.FindAsync(changes, caller, clock.GetUtcNow(), ct) is { } owner
            ? await HandleAsync(owner.Authority.Id, version, caseNumber, decidedOn, owner.Actor, ct)
            : new AdoptOutcome.NotASystemOwner();

    /// <summary>
    /// Registers that the system owner's own authority has revoked its adoption. When this method returns, none of the authority's records
    /// are released automatically under that set.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the adoption still applies.</exception>
    public async Task<AdoptOutcome> TakeBackAsync(string version, FreeText caseNumber, Caller caller, CancellationToken ct) =>
        await SystemOwners.FindAsync(changes, caller, clock.GetUtcNow(), ct) is { } owner
            ? await TakeBackAsync(owner.Authority.Id, version, caseNumber, owner.Actor, ct)
            : new AdoptOutcome.NotASystemOwner();

    /// <summary>
    /// Registers an adoption for the hub itself, with the diarienummer and the day of the decision; neither API nor pages call this.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<AdoptOutcome> HandleAsync(
        AuthorityId authority, string version, FreeText caseNumber, DateOnly decidedOn, Actor by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var faults = DecisionNumber.FaultsOf(caseNumber).ToList();
        if (decidedOn > SwedishTime.DayOf(now))
        {
            faults.Add(new Fault("decidedOn", "day-ahead", $"the decision is of {decidedOn:yyyy-MM-dd}, a day in the future"));
        }

        return await ChangeAsync(authority, faults, async (db, ct) =>
        {
            if (await db.PolicySets.AsNoTracking()
                .SingleOrDefaultAsync(set => set.Version == version && set.RetiredAt == null, ct) is not { } set)
            {
                return Refused(SystemOwners.NotHeld(version));
            }

            if (await db.PolicyAdoptions.SingleOrDefaultAsync(a => a.Authority == authority && a.Version == version, ct)
                is not { } adoption)
            {
                db.Add(adoption = PolicyAdoption.Of(authority, version));
            }

            adoption.Adopt(set.Hash, caseNumber.Value, decidedOn, PolicySetEntry.Written(by), now);
            return new Change<AdoptOutcome>(
                new AdoptOutcome.Registered(),
                [
                    PolicySetEntry.Of(
                        EntryKinds.PolicySetAdopted, authority, version, set.Hash, by,
                        ("decision", caseNumber.Value), ("decided-on", PolicySetEntry.Written(decidedOn))),
                ]);
        }, ct);
    }

    /// <summary>Registers for the hub itself that an authority has ended its adoption; neither API nor pages call this.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the adoption still applies.</exception>
    public Task<AdoptOutcome> TakeBackAsync(AuthorityId authority, string version, FreeText caseNumber, Actor by, CancellationToken ct) =>
        ChangeAsync(authority, DecisionNumber.FaultsOf(caseNumber), async (db, ct) =>
        {
            if (await db.PolicyAdoptions
                .SingleOrDefaultAsync(a => a.Authority == authority && a.Version == version && a.EndedAt == null, ct) is not { } adoption)
            {
                return Refused(new Fault("version", "not-adopted", $"the authority has no adoption of `{version}` in effect"));
            }

            adoption.End(caseNumber.Value, clock.GetUtcNow());
            return new Change<AdoptOutcome>(
                new AdoptOutcome.Registered(),
                [PolicySetEntry.Of(
                    EntryKinds.PolicySetAdoptionEnded, authority, version, adoption.Hash ?? "", by, ("decision", caseNumber.Value))]);
        }, ct);

    private async Task<AdoptOutcome> ChangeAsync(
        AuthorityId authority, IReadOnlyList<Fault> faults, Func<HubDbContext, CancellationToken, Task<Change<AdoptOutcome>>> change,
        CancellationToken ct)
    {
        if (faults.Count > 0)
        {
            return new AdoptOutcome.Refused(faults);
        }

        var changed = await changes.ChangeAsync<AdoptOutcome>([SubjectId.PolicySet, SubjectId.Of(authority)], async (db, ct) =>
            await db.Authorities.AnyAsync(a => a.Id == authority, ct)
                ? await change(db, ct)
                : Refused(new Fault("authority", "no-such-authority", "there is no such authority")), ct);
        return changed.Outcome;
    }

    private static Change<AdoptOutcome> Refused(Fault fault) => Change<AdoptOutcome>.None(new AdoptOutcome.Refused([fault]));
}
