namespace DelningsNav.Hub.Cases;

/// <summary>The phases that each kind of case passes, in order (docs/glossary.md).</summary>
public static class CaseProcess
{
    private static readonly IReadOnlyList<CasePhase> Sst =
    [
        CasePhase.Referral, CasePhase.Enrolment, CasePhase.Survey, CasePhase.Planning, CasePhase.Implementation,
        CasePhase.FollowUp, CasePhase.Maintenance, CasePhase.Closed,
    ];

    private static readonly IReadOnlyList<CasePhase> SstPlus =
    [
        CasePhase.Referral, CasePhase.Application, CasePhase.Admission, CasePhase.StartMeeting, CasePhase.Survey,
        CasePhase.Planning, CasePhase.Implementation, CasePhase.FollowUp, CasePhase.Closed,
    ];

    /// <summary>The record types that a survey usually gathers, by their codes in the catalogue. Swedish: <b>kartläggning</b>.</summary>
    public static IReadOnlyList<string> UsuallyGathered { get; } =
    [
        "atgardsprogram-beslutat", "utredning-sarskilt-stod", "extra-anpassningar", "iup", "franvaro", "franvaroutredning", "betyg",
        "krankningsanmalan", "vardnadshavares-synpunkter", "klagomal", "anmalan-skolinspektionen", "socialtjanstutredning",
    ];

    /// <summary>The phases of a kind of case.</summary>
    public static IReadOnlyList<CasePhase> PhasesOf(CaseKind kind) => kind switch
    {
        CaseKind.Sst => Sst,
        CaseKind.SstPlus => SstPlus,
    };
}
