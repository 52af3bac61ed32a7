using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>How a holder's decision about emergency access ended.</summary>
public abstract record AllowEmergencyOutcome
{
    private AllowEmergencyOutcome() { }

    /// <summary>The decision is registered and applies from now on.</summary>
    public sealed record Registered : AllowEmergencyOutcome;

    /// <summary>The holder's emergency access already is as the decision says; nothing was changed.</summary>
    public sealed record AlreadySo : AllowEmergencyOutcome;

    /// <summary>The faults of the decision; nothing was changed. The list is never empty.</summary>
    public sealed record Refused(IReadOnlyList<Fault> Faults) : AllowEmergencyOutcome;

    /// <summary>The caller is not a system owner; nothing was changed.</summary>
    public sealed record NotASystemOwner : AllowEmergencyOutcome;
}

/// <summary>
/// Registers a holder's own decision that its records may be opened in an emergency, or that they no longer may. Swedish:
/// <b>beslut om nödöppning</b>. It is a decision apart from the adoption of a policy set: the law leaves it to the authority that has the
/// document to judge whether it may be released (OSL 6 kap. 2 och 3 §§).
/// </summary>
/// <remarks>
/// The holder is always the system owner's own authority; the caller never states it (ADR 0020). The decision raises the version of the
/// policy set's subject, which every decision about a record compares, so that no release is logged after the end.
/// </remarks>
public sealed class AllowEmergencyOpening(LoggedChanges changes, IdSource ids, TimeProvider clock)
{
    /// <summary>
    /// Registers that the system owner's own authority allows emergency access, with the diarienummer and day of the decision.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<AllowEmergencyOutcome> AllowAsync(FreeText caseNumber, DateOnly decidedOn, Caller caller, CancellationToken ct) =>
        await SystemOwners.FindAsync(changes, caller, clock.GetUtcNow(), ct) is { } owner
            ? await AllowAsync(owner.Authority.Id, caseNumber, decidedOn, owner.Actor, ct)
            : new AllowEmergencyOutcome.NotASystemOwner();

    /// <summary>
    /// Registers that the system owner's own authority no longer allows it. When this method returns, no emergency opens its records.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; emergency access still is allowed.</exception>
    public async Task<AllowEmergencyOutcome> EndAsync(FreeText caseNumber, Caller caller, CancellationToken ct) =>
        await SystemOwners.FindAsync(changes, caller, clock.GetUtcNow(), ct) is { } owner
            ? await EndAsync(owner.Authority.Id, caseNumber, owner.Actor, ct)
            : new AllowEmergencyOutcome.NotASystemOwner();

    /// <summary>Registers the decision for the hub itself; neither API nor pages call this.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was changed.</exception>
    public async Task<AllowEmergencyOutcome> AllowAsync(
        AuthorityId authority, FreeText caseNumber, DateOnly decidedOn, Actor by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var faults = DecisionNumber.FaultsOf(caseNumber).ToList();
        if (decidedOn > SwedishTime.DayOf(now))
        {
            faults.Add(new Fault("decidedOn", "day-ahead", $"the decision is of {decidedOn:yyyy-MM-dd}, a day in the future"));
        }

        return await ChangeAsync(authority, faults, (db, allowance) =>
        {
            if (allowance is not null)
            {
                return Change<AllowEmergencyOutcome>.None(new AllowEmergencyOutcome.AlreadySo());
            }

            db.Add(EmergencyAllowance.Of(
                ids.New<EmergencyAllowanceId>(), authority, caseNumber.Value, decidedOn, PolicySetEntry.Written(by), now));
            return Registered(
                EntryKinds.EmergencyOpeningAllowed, authority, by, ("decision", caseNumber.Value),
                ("decided-on", PolicySetEntry.Written(decidedOn)));
        }, ct);
    }

    /// <summary>Registers the end for the hub itself; neither API nor pages call this.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; emergency access still is allowed.</exception>
    public Task<AllowEmergencyOutcome> EndAsync(AuthorityId authority, FreeText caseNumber, Actor by, CancellationToken ct) =>
        ChangeAsync(authority, DecisionNumber.FaultsOf(caseNumber), (_, allowance) =>
        {
            if (allowance is null)
            {
                return Change<AllowEmergencyOutcome>.None(new AllowEmergencyOutcome.AlreadySo());
            }

            allowance.End(caseNumber.Value, clock.GetUtcNow());
            return Registered(EntryKinds.EmergencyOpeningEnded, authority, by, ("decision", caseNumber.Value));
        }, ct);

    private async Task<AllowEmergencyOutcome> ChangeAsync(
        AuthorityId authority, IReadOnlyList<Fault> faults,
        Func<HubDbContext, EmergencyAllowance?, Change<AllowEmergencyOutcome>> change, CancellationToken ct)
    {
        if (faults.Count > 0)
        {
            return new AllowEmergencyOutcome.Refused(faults);
        }

        var changed = await changes.ChangeAsync<AllowEmergencyOutcome>(
            [SubjectId.PolicySet, SubjectId.Of(authority)],
            async (db, ct) => change(
                db, await db.EmergencyAllowances.SingleOrDefaultAsync(p => p.Authority == authority && p.EndedAt == null, ct)),
            ct);
        return changed.Outcome;
    }

    private static Change<AllowEmergencyOutcome> Registered(
        string kind, AuthorityId authority, Actor by, params (string Name, string? Value)[] fields) =>
        new(
            new AllowEmergencyOutcome.Registered(),
            [new NewEntry { Kind = kind, Actor = by, Holder = authority, Fields = fields.ToDictionary(f => f.Name, f => f.Value) }]);
}

/// <summary>Reads whether a holder has decided that its records may be opened in an emergency.</summary>
public sealed class ReadEmergencyAllowance(HubDatabase database, TimeProvider clock)
{
    /// <summary>The state at the system owner's own authority, or null when the caller is not a system owner.</summary>
    public async Task<EmergencyAllowanceOfOwner?> ReadAsync(Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        if (await SystemOwners.FindAsync(db, caller, clock.GetUtcNow(), ct) is not { } owner)
        {
            return null;
        }

        var allowance = await db.EmergencyAllowances.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Authority == owner.Authority.Id && p.EndedAt == null, ct);
        return new EmergencyAllowanceOfOwner(owner.Authority.Name, allowance?.CaseNumber, allowance?.DecidedOn);
    }
}

/// <summary>Whether an authority allows emergency access to its records.</summary>
/// <param name="Authority">The authority's name.</param>
/// <param name="CaseNumber">The diarienummer of the decision that applies, or null when emergency access is off.</param>
/// <param name="DecidedOn">The day of that decision, or null.</param>
public sealed record EmergencyAllowanceOfOwner(string Authority, string? CaseNumber, DateOnly? DecidedOn);
