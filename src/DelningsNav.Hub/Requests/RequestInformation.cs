using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Requests;

/// <summary>How asking for information ended.</summary>
public abstract record RequestOutcome
{
    private RequestOutcome() { }

    /// <summary>The request is recorded; let <see cref="Releases.ReleaseInformation"/> decide it.</summary>
    public sealed record Requested(RequestId Request, long LogIndex) : RequestOutcome;

    /// <summary>Something is wrong with the request; nothing was asked.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : RequestOutcome;

    /// <summary>The case does not exist, is closed, or is a case that the caller is not assigned to.</summary>
    public sealed record NotYourCase : RequestOutcome;
}

/// <summary>Asks another party for a child's records in a case. Nothing is decided or released yet.</summary>
public sealed class RequestInformation(LoggedChanges changes, PoliciesInForce inForce, IdSource ids, TimeProvider clock)
{
    /// <summary>The greatest length of a reason, in characters.</summary>
    public const int LongestReason = 1000;

    /// <summary>The text field of the reason.</summary>
    public static TextField Reason { get; } = new("reason", LongestReason);

    /// <summary>Checks and records the request.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was asked.</exception>
    public async Task<RequestOutcome> HandleAsync(InformationAsk ask, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var now = clock.GetUtcNow();
        var types = (await inForce.ForDisplayAsync(ct)).Policies.RecordTypes;
        var id = ids.New<RequestId>();
        var changed = await changes.ChangeAsync<RequestOutcome>([SubjectId.Of(id)], async (db, ct) =>
        {
            var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
            var @case = await db.Cases.SingleOrDefaultAsync(c => c.Id == ask.Case, ct);
            if (staff is null || @case is null || !@case.IsOpen(now)
                || !await CaseReading.IsAssignedAsync(db, @case, staff.Member.Id, now, ct)
                || !await InnerSecrecy.SeesAsync(db, staff, @case.Child, ct))
            {
                return Change<RequestOutcome>.None(new RequestOutcome.NotYourCase());
            }

            var holder = await db.Branches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == ask.Holder, ct);
            var faults = Faults(ask, @case, staff.Branch.Id, holder, types);
            if (faults.Count > 0)
            {
                return Change<RequestOutcome>.None(new RequestOutcome.Invalid(faults));
            }

            var client = caller is Caller.System system ? (ClientId?)system.Id : null;
            var key = await db.KeyOfAsync(@case.Child, ct);
            var request = InformationRequest.Of(id, ask, key, staff.Member.Id, client, staff.Branch.Id, now);
            db.Add(request);
            var requested = new RequestOutcome.Requested(request.Id, 0);
            return new Change<RequestOutcome>(requested, [Entry(request, @case.CaseNumber, staff.Actor, holder!.Authority)])
            {
                OutcomeAt = index => requested with { LogIndex = index },
            };
        }, caller.Call, ct);
        return changed.Outcome;
    }

    private static List<Fault> Faults(InformationAsk ask, Cases.Case @case, BranchId recipient, Branch? holder, RecordTypeCatalogue types)
    {
        var faults = new List<Fault>();
        if (holder is null || holder.Id == recipient)
        {
            faults.Add(new("holder", "unknown-holder", "name another branch that the hub knows as the holder"));
        }

        if (ask.RecordTypes.Count == 0)
        {
            faults.Add(new("recordTypes", "no-record-types", "name at least one record type"));
        }

        foreach (var code in ask.RecordTypes)
        {
            if (!types.TryFind(code, out var type) || (holder is not null && !type.Holders.Contains(holder.Kind)))
            {
                faults.Add(new("recordTypes", "unknown-record-type", $"`{code}` is not a record type that this holder has"));
            }
        }

        if (ask.PeriodFrom > ask.PeriodTo)
        {
            faults.Add(new("periodTo", "period-reversed", "the last day cannot come before the first"));
        }

        if (ask.Purpose != @case.Purpose)
        {
            faults.Add(
                new("purpose", "purpose-not-of-case", $"in this case information may be asked for with the purpose `{@case.Purpose}`"));
        }

        if (ask.Reason.IsEmpty)
        {
            faults.Add(new("reason", "reason-missing", "write why the records are needed"));
        }

        faults.AddRange(ask.Reason.Faults);
        if (IdentityNumber.StandsIn(ask.ClaimedGround))
        {
            faults.Add(new("claimedGround", "identity-number", "a ground must not contain a personal identity number"));
        }

        return faults;
    }

    private static NewEntry Entry(InformationRequest request, string caseNumber, Actor actor, AuthorityId holder) => new()
    {
        Kind = EntryKinds.InformationRequested,
        Actor = actor,
        About = request.Child,
        Case = request.Case,
        Holder = holder,
        Fields = new Dictionary<string, string?>
        {
            ["request"] = request.Id.ToString(),
            ["case-number"] = caseNumber,
            ["holder"] = request.Holder.ToString(),
            ["recipient"] = request.Recipient.ToString(),
            ["record-types"] = string.Join(' ', request.RecordTypes),
            ["period"] = $"{request.PeriodFrom:yyyy-MM-dd}/{request.PeriodTo:yyyy-MM-dd}",
            ["purpose"] = request.Purpose.Code,
            ["reason"] = request.Reason,
            ["claimed-ground"] = request.ClaimedGround,
            ["client"] = request.Client?.ToString(),
        },
    };
}
