using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>What the hub knows about one request at one moment, with the versions that its subjects had when it was read.</summary>
internal sealed record RequestFacts
{
    public required RequestId Request { get; init; }

    /// <summary>The moment that the facts describe. It comes after their versions.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    public required PersonId Child { get; init; }

    public required CaseId Case { get; init; }

    public required string CaseNumber { get; init; }

    public required Actor Asker { get; init; }

    /// <summary>
    /// The facts that are common to every record of the request. A fact that only the record or another list
    /// gives has its closed value here.
    /// </summary>
    public required ReleaseFacts Shared { get; init; }

    public PartyFacts Recipient => Shared.Recipient;

    public required string RecipientName { get; init; }

    public PartyFacts Holder => Shared.Holder;

    public required string HolderName { get; init; }

    /// <summary>The version of the set in force when the holder has adopted it, otherwise null.</summary>
    public required string? HolderPolicySet { get; init; }

    /// <summary>The set in force, or null when there is none.</summary>
    public required PolicySetInForce? PolicySet { get; init; }

    /// <summary>Whether another set is due: it must be set in force before anything is decided.</summary>
    public required bool PolicySetIsDue { get; init; }

    public string Purpose => Shared.Purpose;

    public required IReadOnlyList<RecordTypeCode> RecordTypes { get; init; }

    public required DateOnly PeriodFrom { get; init; }

    public required DateOnly PeriodTo { get; init; }

    public required DateOnly BirthDate { get; init; }

    public required IReadOnlyList<(PersonId Guardian, bool Holds)> Custodies { get; init; }

    public required IReadOnlyList<PersonId> Blocked { get; init; }

    /// <summary>The blocks between this holder and this recipient: the record type of each, or null for every type.</summary>
    public required IReadOnlyList<RecordTypeCode?> DisclosureBlocks { get; init; }

    public required IReadOnlyList<Coverage> Consents { get; init; }

    /// <summary>The openings under consents that limit their number: which record, and when.</summary>
    public required IReadOnlyList<ConsentUse> Uses { get; init; }

    public required IReadOnlyList<FactsOfAssessment> Assessments { get; init; }

    /// <summary>The emergency accesses of this request that have not been revoked.</summary>
    public required IReadOnlyList<FactsOfEmergency> Emergencies { get; init; }

    public required IReadOnlyList<FactsOfRecord> Records { get; init; }

    public required IReadOnlyList<SubjectVersion> Versions { get; init; }

    /// <summary>The facts that the rules see for one type of record, and one record where there is one.</summary>
    public ReleaseFacts For(RecordTypeCode recordType, FactsOfRecord? record, string policySet)
    {
        var (consent, signerBlocked) = CoveringConsent(recordType, record);
        var emergency = Emergencies.Where(e => e.RecordTypes.Contains(recordType) && ReadAt < e.UntilAt).MaxBy(e => e.UntilAt);
        var assessment = Assessments.Where(a => a.RecordType == recordType).MaxBy(a => a.DecidedAt);
        return Shared with
        {
            HolderHasAdoptedPolicySet = HolderPolicySet == policySet,
            GuardianBlockStands = Blocked.Count > 0,
            DisclosureBlockStands = DisclosureBlocks.Any(type => type is null || type == recordType),
            RecordType = recordType,
            RecordMentionsOthers = record?.MentionsOthers ?? false,
            RecordMarked = record?.Marked ?? false,
            Consent = consent is null
                ? null
                : new ConsentFacts(consent.Id.Value, consent.Version, consent.ValidUntil, signerBlocked),
            Assessment = assessment is null
                ? null
                : new AssessmentFacts(assessment.Id.Value, assessment.Outcome, assessment.ByNamedAssessorWithRoutine),
            Emergency = emergency is null ? null : new EmergencyFacts(emergency.Id.Value, emergency.UntilAt),
        };
    }

    /// <summary>
    /// Whether a consent limits how often a record may be opened, so that an opening changes the facts of the next decision.
    /// </summary>
    public bool IsLimited(Guid consent) => Consents.Any(c => c.Id.Value == consent && c.Uses.AtMost is not null);

    // Without a record, the consent must cover the whole period that is asked about. A consent that a blocked guardian has signed covers
    // nothing; where there is no other, the rules see it, so that the log names the block and the requester does not learn of it.
    private (Coverage? Consent, bool SignerBlocked) CoveringConsent(RecordTypeCode recordType, FactsOfRecord? record)
    {
        var asked = new CoverageQuestion(
            Child,
            Case,
            new BranchId(Holder.BranchId),
            new BranchId(Recipient.BranchId),
            PurposeCode.Parse(Purpose),
            recordType,
            record?.PeriodFrom ?? PeriodFrom,
            record?.PeriodTo ?? PeriodTo)
        {
            Record = record?.Id,
        };
        var signers = new SignersOnDay(Child, BirthDate, Custodies, Blocked, SwedishTime.DayOf(ReadAt));
        return Coverage.Find(Consents, asked, signers, Uses, ReadAt) is { } covering
            ? (covering, false)
            : (Coverage.FindApartFromBlocks(Consents, asked, signers, Uses, ReadAt), true);
    }
}

/// <summary>A holder's judgement as a decision sees it.</summary>
internal sealed record FactsOfAssessment(
    AssessmentId Id,
    RecordTypeCode RecordType,
    AssessmentOutcome Outcome,
    bool ByNamedAssessorWithRoutine,
    string Conditions,
    DateTimeOffset DecidedAt);

/// <summary>An emergency access as a decision sees it.</summary>
internal sealed record FactsOfEmergency(EmergencyAccessId Id, IReadOnlyList<RecordTypeCode> RecordTypes, DateTimeOffset UntilAt);

/// <summary>A deposited record as a decision sees it.</summary>
internal sealed record FactsOfRecord(
    RecordId Id,
    PersonId Child,
    RecordTypeCode Type,
    string Title,
    DateOnly PeriodFrom,
    DateOnly PeriodTo,
    string MediaType,
    bool MentionsOthers,
    bool Marked,
    IReadOnlyList<string> Redactions);
