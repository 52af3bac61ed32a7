using DelningsNav.Cedar;

namespace DelningsNav.Policies;

/// <summary>The facts of one request as the context that the policies read (<c>Question</c> in the schema).</summary>
internal static class Question
{
    private static readonly CedarValue None = CedarValue.Of("none");
    private static readonly CedarValue Marked = CedarValue.Of("sekretessmarkering");
    private static readonly CedarValue Protected = CedarValue.Of("skyddad-folkbokforing");
    private static readonly CedarValue Unknown = CedarValue.Of("unknown");

    public static CedarValue.Record Of(ReleaseFacts facts) => CedarValue.RecordOf(AttributesOf(facts));

    private static List<KeyValuePair<string, CedarValue>> AttributesOf(ReleaseFacts facts)
    {
        List<KeyValuePair<string, CedarValue>> question =
        [
            new("now", CedarValue.Of(facts.Now)),
            new("purpose", CedarValue.Of(facts.Purpose)),
            new("purposeFitsCase", CedarValue.Of(facts.PurposeFitsCase)),
            new("staffAssigned", CedarValue.Of(facts.StaffAssigned)),
            new("caseOpen", CedarValue.Of(facts.CaseOpen)),
            new("caseIsOfThisChild", CedarValue.Of(facts.CaseIsOfThisChild)),
            new("sameAuthority", CedarValue.Of(facts.Recipient.AuthorityId == facts.Holder.AuthorityId)),
            new("childAge", CedarValue.Of((long)facts.ChildAge)),
            new("custodyKnown", CedarValue.Of(facts.CustodyKnown)),
            new("guardianBlockStands", CedarValue.Of(facts.GuardianBlockStands)),
            new("marking", MarkingOf(facts.Marking)),
            new("policySetAdopted", CedarValue.Of(facts.HolderHasAdoptedPolicySet)),
            new("refusedByHolder", CedarValue.Of(facts.Assessment?.Outcome == AssessmentOutcome.Refuse)),
            new("recordMentionsOthers", CedarValue.Of(facts.RecordMentionsOthers)),
            new("recordMarked", CedarValue.Of(facts.RecordMarked)),
        ];
        if (facts.Consent is { } consent)
        {
            question.Add(new("consent", CedarValue.RecordOf(
                ("signerBlocked", CedarValue.Of(consent.SignerBlocked)),
                ("validUntil", CedarValue.Of(consent.ValidUntil)))));
        }

        if (facts.Assessment is { } assessment)
        {
            question.Add(new("assessment", CedarValue.RecordOf(
                ("byNamedAssessor", CedarValue.Of(assessment.ByNamedAssessorWithRoutine)),
                ("permits", CedarValue.Of(assessment.Permits)))));
        }

        return question;
    }

    // A marking that this version does not know counts as unknown, and unknown as the strictest.
    private static CedarValue MarkingOf(SecurityMarking marking) => marking switch
    {
        SecurityMarking.None => None,
        SecurityMarking.Sekretessmarkering => Marked,
        SecurityMarking.SkyddadFolkbokforing => Protected,
        _ => Unknown,
    };
}
