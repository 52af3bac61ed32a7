using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Cases;

/// <summary>The two forms of support (docs/glossary.md).</summary>
public enum CaseKind
{
    /// <summary>Voluntary support by the school-social team. Swedish: <b>SST</b>, skolsocialt team.</summary>
    Sst,

    /// <summary>The extended form, with decisions by both school and social services. Swedish: <b>SST+</b>.</summary>
    SstPlus,
}

/// <summary>The phase of a case. Which phases a case passes depends on its kind (docs/glossary.md).</summary>
public enum CasePhase
{
    /// <summary>Brought up. Swedish: <b>aktualisering</b>.</summary>
    Referral,

    /// <summary>Enrolled (SST). Swedish: <b>inskrivning</b>.</summary>
    Enrolment,

    /// <summary>Applied for or reported (SST+). Swedish: <b>ansökan</b>.</summary>
    Application,

    /// <summary>At the admission group (SST+). Swedish: <b>antagningsgrupp</b>.</summary>
    Admission,

    /// <summary>The first meeting (SST+). Swedish: <b>uppstartsmöte</b>.</summary>
    StartMeeting,

    /// <summary>Existing knowledge is gathered. Swedish: <b>kartläggning</b>.</summary>
    Survey,

    /// <summary>The support is planned. Swedish: <b>planering</b>, <b>genomförandeplan</b>.</summary>
    Planning,

    /// <summary>The support is given. Swedish: <b>genomförande</b>.</summary>
    Implementation,

    /// <summary>The support is followed up. Swedish: <b>uppföljning</b>.</summary>
    FollowUp,

    /// <summary>The change is upheld. Swedish: <b>vidmakthållande</b>.</summary>
    Maintenance,

    /// <summary>Ended. Swedish: <b>avslut</b>.</summary>
    Closed,
}

/// <summary>A child's SST or SST+ matter. Swedish: <b>ärende</b>.</summary>
public sealed class Case
{
    private readonly List<CaseStep> _steps = [];
    private readonly List<Assignment> _assignments = [];

    private static readonly PurposeCode Sst = PurposeCode.Parse("sst");
    private static readonly PurposeCode SstPlus = PurposeCode.Parse("sst-plus");

    private Case() { }

    /// <summary>The case's id.</summary>
    public CaseId Id { get; private init; }

    /// <summary>The child it is about.</summary>
    public PersonId Child { get; private init; }

    /// <summary>SST or SST+.</summary>
    public CaseKind Kind { get; private init; }

    /// <summary>The diarienummer.</summary>
    public string CaseNumber { get; private init; } = "";

    /// <summary>The team that works on it.</summary>
    public UnitId Unit { get; private init; }

    /// <summary>Its current phase.</summary>
    public CasePhase Phase { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset OpenedAt { get; private init; }

    /// <summary>The first moment at which the case is closed. It is null while the case is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Every step taken, in order.</summary>
    public IReadOnlyList<CaseStep> Steps => _steps;

    /// <summary>Past and present assignments of staff.</summary>
    public IReadOnlyList<Assignment> Assignments => _assignments;

    /// <summary>The purpose that information may be asked for in this case: <c>sst</c> or <c>sst-plus</c>.</summary>
    public PurposeCode Purpose => PurposeOf(Kind);

    /// <summary>The purpose code of a kind of case.</summary>
    public static PurposeCode PurposeOf(CaseKind kind) => kind switch
    {
        CaseKind.Sst => Sst,
        CaseKind.SstPlus => SstPlus,
    };

    /// <summary>Opens a case.</summary>
    public static Case Open(CaseId id, PersonId child, CaseKind kind, string caseNumber, UnitId unit, StaffMemberId by, DateTimeOffset now)
    {
        var opened = new Case { Id = id, Child = child, Kind = kind, CaseNumber = caseNumber, Unit = unit, OpenedAt = now };
        opened.MoveTo(CasePhase.Referral, by, now);
        return opened;
    }

    /// <summary>Takes a step of the process. <see cref="CasePhase.Closed"/> closes the case permanently.</summary>
    public void MoveTo(CasePhase phase, StaffMemberId by, DateTimeOffset now)
    {
        Phase = phase;
        _steps.Add(CaseStep.Of(phase, by, now));
        if (phase == CasePhase.Closed)
        {
            ClosedAt ??= now;
        }
    }

    /// <summary>Assigns a member of staff to the case from now on.</summary>
    public void Assign(AssignmentId id, StaffMemberId staff, DateTimeOffset now) => _assignments.Add(Assignment.Of(id, staff, now));

    /// <summary>Whether the case is open at a moment.</summary>
    public bool IsOpen(DateTimeOffset at) => ClosedAt is not { } closed || at < closed;

    /// <summary>Whether a member of staff is assigned at a moment.</summary>
    public bool IsAssigned(StaffMemberId staff, DateTimeOffset at) => _assignments.Any(a => a.Staff == staff && a.HoldsAt(at));
}

/// <summary>One step of a case's process: the new phase, the time, and the person who took the step.</summary>
public sealed class CaseStep
{
    private CaseStep() { }

    /// <summary>The phase that began.</summary>
    public CasePhase Phase { get; private init; }

    /// <summary>Who took the step.</summary>
    public StaffMemberId By { get; private init; }

    /// <summary>When the step was taken.</summary>
    public DateTimeOffset At { get; private init; }

    internal static CaseStep Of(CasePhase phase, StaffMemberId by, DateTimeOffset at) => new() { Phase = phase, By = by, At = at };
}

/// <summary>
/// The assignment of a member of staff to a case. The assignment gives the member access to the case. Swedish: the boundary that an
/// assignment draws is <b>inre sekretess</b> (SoLPuL 10 §; PDL 4 kap. 1 §).
/// </summary>
public sealed class Assignment
{
    private Assignment() { }

    /// <summary>The assignment's id.</summary>
    public AssignmentId Id { get; private init; }

    /// <summary>The assigned member of staff.</summary>
    public StaffMemberId Staff { get; private init; }

    /// <summary>The first moment at which the assignment is in effect.</summary>
    public DateTimeOffset From { get; private init; }

    /// <summary>The first moment at which the assignment is no longer in effect. It is null while the assignment has no end.</summary>
    public DateTimeOffset? To { get; private set; }

    internal static Assignment Of(AssignmentId id, StaffMemberId staff, DateTimeOffset from) =>
        new() { Id = id, Staff = staff, From = from };

    /// <summary>Ends the assignment.</summary>
    public void End(DateTimeOffset now) => To ??= now;

    /// <summary>Whether it is in effect at a moment.</summary>
    public bool HoldsAt(DateTimeOffset at) => From <= at && (To is not { } to || at < to);
}
