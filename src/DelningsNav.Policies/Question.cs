using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>The facts of one request as the context that the policies read (<c>Question</c> in the schema).</summary>
internal static class Question
{
    private static readonly RecordLayout Layout = new(
        "now",
        "purpose",
        "purposeFitsCase",
        "staffAssigned",
        "caseOpen",
        "caseIsOfThisChild",
        "sameAuthority",
        "childAge",
        "custodyKnown",
        "guardianBlockStands",
        "disclosureBlockStands",
        "marking",
        "policySetAdopted",
        "refusedByHolder",
        "recordMentionsOthers",
        "recordMarked",
        "consent",
        "assessment",
        "emergency");

    private static readonly RecordLayout ConsentLayout = new("signerBlocked", "validUntil");
    private static readonly RecordLayout AssessmentLayout = new("byNamedAssessor", "permits");
    private static readonly RecordLayout EmergencyLayout = new("until");

    private static readonly CedarValue None = CedarValue.Of("none");
    private static readonly CedarValue Marked = CedarValue.Of("sekretessmarkering");
    private static readonly CedarValue Protected = CedarValue.Of("skyddad-folkbokforing");
    private static readonly CedarValue Unknown = CedarValue.Of("unknown");

    // The values are in the order of the names. A consent, an assessment or an emergency that does not exist is left out.
    public static CedarValue.Record Of(ReleaseFacts facts) => Layout.Fill(
        CedarValue.Of(facts.Now),
        CedarValue.Of(facts.Purpose),
        CedarValue.Of(facts.PurposeFitsCase),
        CedarValue.Of(facts.StaffAssigned),
        CedarValue.Of(facts.CaseOpen),
        CedarValue.Of(facts.CaseIsOfThisChild),
        CedarValue.Of(facts.Recipient.AuthorityId == facts.Holder.AuthorityId),
        CedarValue.Of((long)facts.ChildAge),
        CedarValue.Of(facts.CustodyKnown),
        CedarValue.Of(facts.GuardianBlockStands),
        CedarValue.Of(facts.DisclosureBlockStands),
        MarkingOf(facts.Marking),
        CedarValue.Of(facts.HolderHasAdoptedPolicySet),
        CedarValue.Of(facts.Assessment?.Outcome == AssessmentOutcome.Refuse),
        CedarValue.Of(facts.RecordMentionsOthers),
        CedarValue.Of(facts.RecordMarked),
        ConsentOf(facts.Consent),
        AssessmentOf(facts.Assessment),
        facts.Emergency is null ? null : EmergencyLayout.Fill(CedarValue.Of(facts.Emergency.UntilAt)));

    /// <summary>
    /// The same question as if nothing were secret: no protected identity, no block on a guardian or record, no blocked signer.
    /// </summary>
    public static CedarValue.Record WithoutSecrets(CedarValue.Record question)
    {
        var no = CedarValue.Of(false);
        return question.TryGet("consent", out var given) && given is CedarValue.Record consent
            && consent.TryGet("signerBlocked", out var blocked) && !blocked.Equals(no)
            ? question.With(
                ("marking", None), ("guardianBlockStands", no), ("disclosureBlockStands", no),
                ("consent", consent.With(("signerBlocked", no))))
            : question.With(("marking", None), ("guardianBlockStands", no), ("disclosureBlockStands", no));
    }

    private static CedarValue.Record? ConsentOf(ConsentFacts? consent) => consent is null
        ? null
        : ConsentLayout.Fill(CedarValue.Of(consent.SignerBlocked), CedarValue.Of(consent.ValidUntil));

    private static CedarValue.Record? AssessmentOf(AssessmentFacts? assessment) => assessment is null
        ? null
        : AssessmentLayout.Fill(CedarValue.Of(assessment.ByNamedAssessorWithRoutine), CedarValue.Of(assessment.Permits));

    // A value that this version does not know counts as unknown, and unknown as the strictest.
    private static CedarValue MarkingOf(SecurityMarking marking) => !Enum.IsDefined(marking) ? Unknown : marking switch
    {
        SecurityMarking.None => None,
        SecurityMarking.Sekretessmarkering => Marked,
        SecurityMarking.SkyddadFolkbokforing => Protected,
        SecurityMarking.Unknown => Unknown,
    };
}
