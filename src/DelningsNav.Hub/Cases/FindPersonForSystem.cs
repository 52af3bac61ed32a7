using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Cases;

/// <summary>What a system looks a person up for.</summary>
public abstract record LookUpNeed
{
    private LookUpNeed() { }

    /// <summary>The code of the purpose, on the wire, in the log and in the count of the day.</summary>
    public abstract string Code { get; }

    /// <summary>An open case of the system's branch. Only the child of the case and the child's guardians are found.</summary>
    public sealed record InCase(CaseId Case) : LookUpNeed
    {
        /// <inheritdoc/>
        public override string Code => "case";
    }

    /// <summary>A case that the member of staff whom the call names is about to open.</summary>
    public sealed record ToOpenCase : LookUpNeed
    {
        /// <inheritdoc/>
        public override string Code => "case-opening";
    }

    /// <summary>A record that the system is about to deposit under this reference.</summary>
    public sealed record ToDeposit(FreeText Reference) : LookUpNeed
    {
        /// <inheritdoc/>
        public override string Code => "deposit";
    }
}

/// <summary>How often a system may look people up on one day, for each purpose, and when its look-ups raise an alarm.</summary>
public sealed record LookUpBudget
{
    /// <summary>The look-ups in own cases.</summary>
    public int InCases { get; init; } = 2000;

    /// <summary>The look-ups for cases that are about to be opened.</summary>
    public int ToOpenCases { get; init; } = 200;

    /// <summary>The look-ups for records that are about to be deposited.</summary>
    public int ToDeposit { get; init; } = 5000;

    /// <summary>The number of unknown persons on one day that raises an alarm.</summary>
    public int UnknownPersons { get; init; } = 25;

    internal int Of(LookUpNeed need) => need switch
    {
        LookUpNeed.InCase => InCases,
        LookUpNeed.ToOpenCase => ToOpenCases,
        LookUpNeed.ToDeposit => ToDeposit,
        _ => throw new UnreachableException(),
    };
}

/// <summary>Why a system's look-ups raise an alarm.</summary>
public enum LookUpAlarm
{
    /// <summary>The system has asked for many persons on this day whom it was not told.</summary>
    ManyUnknown,

    /// <summary>The system has used up its budget of this day for a purpose.</summary>
    BudgetUsedUp,
}

/// <summary>How the look-up of a system ended.</summary>
public abstract record SystemLookUpOutcome
{
    private SystemLookUpOutcome() { }

    /// <summary>The alarm that this look-up raises, if any. It is in the log already.</summary>
    public LookUpAlarm? Alarm { get; init; }

    /// <summary>The person's id in the hub. Nothing else about the person is revealed.</summary>
    public sealed record Found(PersonId Person) : SystemLookUpOutcome;

    /// <summary>The hub has no person with this number, or the person does not belong to the case. Both have this outcome.</summary>
    public sealed record Unknown : SystemLookUpOutcome;

    /// <summary>The look-up has these faults, and nobody was looked up.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : SystemLookUpOutcome;

    /// <summary>The system's branch has no such open case. Nobody was looked up.</summary>
    public sealed record NoSuchCase : SystemLookUpOutcome;

    /// <summary>The budget of this day is used up. Nobody was looked up.</summary>
    /// <param name="NextDayAt">When the next day begins.</param>
    public sealed record BudgetUsedUp(DateTimeOffset NextDayAt) : SystemLookUpOutcome;
}

/// <summary>
/// Finds a person's id by identity number for a system that says what it needs the id for. The need is checked, each look-up counts
/// towards a budget of the day, and each is logged before it is answered.
/// </summary>
/// <remarks>
/// <code>
///   1. Caller   the system, or the member of staff of its branch who is about to open a case.
///   2. Budget   each look-up counts, whatever becomes of it, so that a system can neither walk the register nor try cases.
///   3. Need     the case is an open case of the branch; a system that deposits is registered for deposits.
///   4. Find     by exact number only (SoLPuF 15 § allows no other search terms). In a case, only those whom the case is about.
///   5. Log      the look-up, and the alarm that it raises.
/// </code>
/// </remarks>
public sealed class FindPersonForSystem(HubDatabase database, HubKeys keys, LogWriter log, LookUpBudget budget, TimeProvider clock)
{
    /// <summary>The text field of the reference of a record that is about to be deposited.</summary>
    public static TextField Reference { get; } = new("reference", 200);

    private readonly DayCounts _counts = new(database);

    /// <summary>Looks the person up.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is answered.</exception>
    public async Task<SystemLookUpOutcome> HandleAsync(
        IdentityNumber number, LookUpNeed need, Caller.System caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(need);
        ArgumentNullException.ThrowIfNull(caller);
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        await using var db = database.NewContext();

        // Step 1: Caller.
        if (await ActingAsync(db, caller, today, ct) is not { } acting)
        {
            return Invalid("staff", "unknown-staff", "name a member of staff of your branch");
        }

        // Step 2: Budget.
        var counted = await _counts.AddAsync(caller.Id, today, need.Code, ct);
        if (counted > budget.Of(need))
        {
            LookUpAlarm? usedUp = counted == budget.Of(need) + 1 ? LookUpAlarm.BudgetUsedUp : null;
            await AlarmAsync(usedUp, need, acting, caller.Id, ct);
            return new SystemLookUpOutcome.BudgetUsedUp(SwedishTime.StartOf(today.AddDays(1))) { Alarm = usedUp };
        }

        // Step 3: Need.
        var (refusal, covers) = await CheckAsync(db, need, caller, acting, now, ct);
        if (refusal is not null)
        {
            await LogAsync("refused", null, need, acting, caller.Id, ct);
            return refusal;
        }

        // Step 4: Find.
        var person = await PersonsByNumber.FindAsync(db, keys, log, number, ct);
        if (person is { } id && covers(id) && await InnerSecrecy.SeesAsync(db, acting, id, ct))
        {
            await LogAsync("found", id, need, acting, caller.Id, ct);
            return new SystemLookUpOutcome.Found(id);
        }

        // Step 5: Log. The entry is about the person also when the caller may not see them, so that it is in the person's own report.
        var unknown = await _counts.AddAsync(caller.Id, today, "unknown-person", ct);
        LookUpAlarm? many = unknown == budget.UnknownPersons ? LookUpAlarm.ManyUnknown : null;
        await LogAsync("unknown", person is { } hidden && covers(hidden) ? hidden : null, need, acting, caller.Id, ct);
        await AlarmAsync(many, need, acting, caller.Id, ct);
        return new SystemLookUpOutcome.Unknown { Alarm = many };
    }

    // The member of staff whom the call names answers for the look-up. Without one, the system answers for it.
    private static async Task<ActingSystem?> ActingAsync(HubDbContext db, Caller.System caller, DateOnly today, CancellationToken ct) =>
        caller.OnBehalfOf is null ? await ActingSystem.FindAsync(db, caller, ct)
        : await KnownStaff.FindAsync(db, caller, today, ct) is { } staff ? new ActingSystem(staff.Branch.Id, staff.Actor, staff.IsCleared)
        : null;

    /// <summary>Why the need does not hold, or else whom it covers.</summary>
    private static async Task<(SystemLookUpOutcome? Refusal, Func<PersonId, bool> Covers)> CheckAsync(
        HubDbContext db, LookUpNeed need, Caller.System caller, ActingSystem acting, DateTimeOffset now, CancellationToken ct)
    {
        var branch = acting.Branch;
        switch (need)
        {
            case LookUpNeed.InCase(var id):
                var @case = await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
                if (@case is null || !@case.IsOpen(now) || !await db.Units.AnyAsync(u => u.Id == @case.Unit && u.Branch == branch, ct)
                    || !await InnerSecrecy.SeesAsync(db, acting, @case.Child, ct))
                {
                    return (new SystemLookUpOutcome.NoSuchCase(), _ => false);
                }

                var custodies = await db.Custodies.AsNoTracking().Where(c => c.Child == @case.Child).ToListAsync(ct);
                var today = SwedishTime.DayOf(now);
                return (null, person => person == @case.Child || custodies.Exists(c => c.Guardian == person && c.HoldsOn(today)));
            case LookUpNeed.ToOpenCase:
                return caller.OnBehalfOf is null
                    ? (Invalid("staff", "unknown-staff", "name the member of staff who is about to open the case"), _ => false)
                    : (null, _ => true);
            case LookUpNeed.ToDeposit(var reference):
                var client = await db.Clients.AsNoTracking().SingleAsync(c => c.Id == caller.Id, ct);
                return !client.May(Operations.DepositRecords)
                    ? (Invalid("purpose", "not-a-depositor", "your system is not registered for deposits of records"), _ => false)
                    : reference.IsEmpty || !reference.IsSound
                        ? (Invalid("reference", "reference-missing", "write the reference of the record to deposit"), _ => false)
                        : (null, _ => true);
            default:
                throw new UnreachableException();
        }
    }

    private static SystemLookUpOutcome.Invalid Invalid(string field, string code, string detail) => new([new Fault(field, code, detail)]);

    private Task LogAsync(string verdict, PersonId? person, LookUpNeed need, ActingSystem acting, ClientId client, CancellationToken ct) =>
        log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.PersonLookedUp,
                Verdict = verdict,
                Actor = acting.Actor,
                About = person,
                Case = (need as LookUpNeed.InCase)?.Case,
                Fields = new Dictionary<string, string?>
                {
                    ["purpose"] = need.Code,
                    ["reference"] = need is LookUpNeed.ToDeposit { Reference: { IsSound: true } reference } ? reference.ValueOrNull : null,
                    ["client"] = client.ToString(),
                },
            },
            ct);

    // The registrators of the system's own authority find the entry. Nobody needs to be looking at the technical log.
    private async Task AlarmAsync(LookUpAlarm? alarm, LookUpNeed need, ActingSystem acting, ClientId client, CancellationToken ct)
    {
        if (alarm is not { } raised)
        {
            return;
        }

        await log.AppendAsync(
            new NewEntry
            {
                Kind = EntryKinds.LookUpsAlarmed,
                Actor = acting.Actor,
                Fields = new Dictionary<string, string?>
                {
                    ["because"] = raised switch
                    {
                        LookUpAlarm.ManyUnknown => "many-unknown-persons",
                        LookUpAlarm.BudgetUsedUp => "budget-used-up",
                    },
                    ["purpose"] = need.Code,
                    ["client"] = client.ToString(),
                },
            },
            ct);
    }
}
