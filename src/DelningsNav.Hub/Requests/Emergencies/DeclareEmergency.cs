using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>How declaring an emergency ended.</summary>
public abstract record EmergencyOutcome
{
    private EmergencyOutcome() { }

    /// <summary>
    /// The emergency access is valid. Let <see cref="Releases.ReleaseInformation"/> decide the request again. Only that decision can open
    /// anything.
    /// </summary>
    public sealed record Declared(EmergencyAccessId Emergency, DateTimeOffset UntilAt) : EmergencyOutcome;

    /// <summary>The faults of the declaration; nothing was declared.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : EmergencyOutcome;

    /// <summary>An emergency could not open anything that was refused or referred in the request.</summary>
    public sealed record NothingToOpen : EmergencyOutcome;

    /// <summary>
    /// The request does not exist, belongs to another branch, or is in a case that is closed or that the caller is not assigned to.
    /// </summary>
    public sealed record NoSuchRequest : EmergencyOutcome;
}

/// <summary>
/// Declares that a child needs help at once. The declaration opens nothing by itself. The request is decided again, by the same rules and
/// in the same way.
/// </summary>
/// <remarks>
/// One transaction stores the emergency access, the holder's task to review it, the entry with the reason, and the child's new version.
/// Therefore nothing is opened in an emergency without a review afterwards.
/// </remarks>
public sealed class DeclareEmergency(LoggedChanges changes, PoliciesInForce inForce, IdSource ids, TimeProvider clock)
{
    /// <summary>The greatest length of a reason, in characters.</summary>
    public const int LongestReason = 2000;

    /// <summary>The text field of the reason.</summary>
    public static TextField Reason { get; } = new("reason", LongestReason);

    /// <summary>Declares the emergency for the requested types that were not released and that can be opened in an emergency.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was declared.</exception>
    public async Task<EmergencyOutcome> HandleAsync(RequestId id, FreeText reason, TimeSpan length, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        InformationRequest? request;
        await using (var reading = changes.NewContext())
        {
            request = await reading.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        }

        if (request is null)
        {
            return new EmergencyOutcome.NoSuchRequest();
        }

        var now = clock.GetUtcNow();
        var rules = (await inForce.ForDisplayAsync(ct)).Policies;
        var changed = await changes.ChangeAsync<EmergencyOutcome>([SubjectId.Of(request.Child), SubjectId.Of(id)], async (db, ct) =>
        {
            var staff = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
            var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == request.Case, ct);
            if (staff is null || staff.Branch.Id != request.Recipient || !@case.IsOpen(now)
                || !await CaseReading.IsAssignedAsync(db, @case, staff.Member.Id, now, ct)
                || !await InnerSecrecy.SeesAsync(db, staff, @case.Child, ct))
            {
                return Change<EmergencyOutcome>.None(new EmergencyOutcome.NoSuchRequest());
            }

            var standing = (await db.EmergencyAccesses.AsNoTracking().Where(e => e.Request == id && e.RevokedAt == null).ToListAsync(ct))
                .Find(e => e.StandsAt(now));
            if (standing is not null)
            {
                return Change<EmergencyOutcome>.None(new EmergencyOutcome.Declared(standing.Id, standing.UntilAt));
            }

            var openable = await OpenableInEmergency.ReadAsync(db, rules, request, now, ct);
            if (openable.Count == 0)
            {
                return Change<EmergencyOutcome>.None(new EmergencyOutcome.NothingToOpen());
            }

            if (Faults(reason, length) is { Count: > 0 } faults)
            {
                return Change<EmergencyOutcome>.None(new EmergencyOutcome.Invalid(faults));
            }

            var emergencyId = ids.New<EmergencyAccessId>();
            var emergency = EmergencyAccess.Declare(emergencyId, request, openable, staff.Member.Id, reason.Value, now, length);
            var holder = await db.Branches.Where(b => b.Id == request.Holder).Select(b => b.Authority).SingleAsync(ct);
            db.Add(emergency);
            db.Add(EmergencyReview.Of(emergency, holder));
            return new Change<EmergencyOutcome>(
                new EmergencyOutcome.Declared(emergencyId, emergency.UntilAt),
                [EmergencyEntry.Of(
                    EntryKinds.EmergencyDeclared,
                    emergency,
                    request,
                    holder,
                    staff.Actor,
                    ("case-number", @case.CaseNumber),
                    ("reason", reason.Value))]);
        }, caller.Call, ct);
        return changed.Outcome;
    }

    private static List<Fault> Faults(FreeText reason, TimeSpan length)
    {
        var faults = new List<Fault>();
        if (reason.IsEmpty)
        {
            faults.Add(new("reason", "reason-missing", "write what the emergency is and why the records are needed at once"));
        }

        faults.AddRange(reason.Faults);

        if (length <= TimeSpan.Zero || length > EmergencyAccess.Longest)
        {
            faults.Add(new("length", "emergency-too-long", "an emergency access is valid for seven days at most"));
        }

        return faults;
    }
}

/// <summary>
/// The log entry of a step of an emergency access. The registrators of the holder and of the declaring party may read it.
/// </summary>
internal static class EmergencyEntry
{
    public static NewEntry Of(
        string kind, EmergencyAccess emergency, InformationRequest request, AuthorityId holder, Actor actor,
        params (string Name, string? Value)[] besides)
    {
        var fields = new Dictionary<string, string?>
        {
            ["emergency"] = emergency.Id.ToString(),
            ["request"] = request.Id.ToString(),
            ["record-types"] = string.Join(' ', emergency.RecordTypes),
            ["holder"] = request.Holder.ToString(),
            ["recipient"] = request.Recipient.ToString(),
            ["until"] = emergency.UntilAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in besides)
        {
            fields[name] = value;
        }

        return new NewEntry { Kind = kind, Actor = actor, About = emergency.Child, Case = request.Case, Holder = holder, Fields = fields };
    }
}
