using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Absence;

/// <summary>The measures that the social board may decide about (FB 6 kap. 13 a § first paragraph).</summary>
public enum SupportMeasure
{
    /// <summary>Psychiatric or psychological investigation or treatment under hälso- och sjukvårdslagen (point 1).</summary>
    PsychiatricCare,

    /// <summary>Treatment in open forms under SoL 11 kap. 1 § (point 2).</summary>
    OpenTreatment,

    /// <summary>A contact person or family under SoL 13 kap. 7 § (point 3).</summary>
    ContactPerson,

    /// <summary>Support under 9 § 4, 5 or 6 LSS (point 4).</summary>
    Disability,
}

/// <summary>
/// The social board's decision that a measure may be taken without the other guardian's consent. The decision is not a consent and never
/// becomes a consent. Swedish: <b>beslut om åtgärd utan den andra vårdnadshavarens samtycke</b> (FB 6 kap. 13 a §).
/// </summary>
/// <remarks>
/// If the rules allow it, the guardian whom the decision names can be excused from signing in that case while the decision is valid. The
/// shipped rules do not allow it, because a lawyer must first say whether such a decision extends to the sharing of information.
/// </remarks>
public sealed class MeasureDecision
{
    private MeasureDecision() { }

    /// <summary>The id of this decision.</summary>
    public MeasureDecisionId Id { get; private init; }

    /// <summary>The case that it belongs to.</summary>
    public CaseId Case { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The guardian whose consent the measure does not need.</summary>
    public PersonId Guardian { get; private init; }

    /// <summary>The measure.</summary>
    public SupportMeasure Measure { get; private init; }

    /// <summary>The diarienummer of the board's decision.</summary>
    public string CaseNumber { get; private init; } = "";

    /// <summary>The day of the decision.</summary>
    public DateOnly DecidedOn { get; private init; }

    /// <summary>The first day on which it is no longer valid.</summary>
    public DateOnly Until { get; private init; }

    /// <summary>The member of staff who registered it.</summary>
    public StaffMemberId RegisteredBy { get; private init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset RegisteredAt { get; private init; }

    /// <summary>Whether it is valid on a day.</summary>
    public bool HoldsOn(DateOnly day) => DecidedOn <= day && day < Until;

    /// <summary>The decisions in a case. A row that somebody has changed or put into the database is left out, with an alarm.</summary>
    internal static async Task<List<MeasureDecision>> OfCaseAsync(HubDbContext db, CaseId id, CancellationToken ct)
    {
        var sound = new List<MeasureDecision>();
        foreach (var stored in await db.MeasureDecisions.Where(m => m.Case == id).Select(m => m.Id).ToListAsync(ct))
        {
            if (await db.IsSoundAsync(SubjectId.Of(stored), SubjectKind.Measure, ct))
            {
                sound.Add(await db.MeasureDecisions.AsNoTracking().SingleAsync(m => m.Id == stored, ct));
            }
        }

        return sound;
    }

    internal static MeasureDecision Of(
        MeasureDecisionId id, Case @case, MeasureToRegister measure, StaffMemberId by, DateTimeOffset now) => new()
        {
            Id = id,
            Case = @case.Id,
            Child = @case.Child,
            Guardian = measure.Guardian,
            Measure = measure.Measure,
            CaseNumber = measure.CaseNumber.Value,
            DecidedOn = measure.DecidedOn,
            Until = measure.Until,
            RegisteredBy = by,
            RegisteredAt = now,
        };
}

/// <summary>The board's decision, in the form in which staff register it.</summary>
public sealed record MeasureToRegister
{
    /// <summary>The greatest length of a diarienummer, in characters.</summary>
    public const int LongestCaseNumber = 100;

    /// <summary>The text field of the diarienummer.</summary>
    public static TextField CaseNumberField { get; } = new("caseNumber", LongestCaseNumber) { TooLongCode = "case-number-missing" };

    /// <summary>The guardian whose consent the measure does not need.</summary>
    public required PersonId Guardian { get; init; }

    /// <summary>The measure.</summary>
    public required SupportMeasure Measure { get; init; }

    /// <summary>The diarienummer of the decision.</summary>
    public required FreeText CaseNumber { get; init; }

    /// <summary>The day of the decision.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>The first day on which it is no longer valid.</summary>
    public required DateOnly Until { get; init; }
}
