using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// The facts of one request at one moment. They include the version number that the log has for each subject (such as the child and the
/// case), read just before the other facts.
/// </summary>
internal sealed record RequestFacts
{
    public required RequestId Request { get; init; }

    /// <summary>Whether the child is hidden from the person who asks, who is not cleared for protected identities.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The moment that the facts describe. The clock is read after <see cref="Versions"/>.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    public required PersonId Child { get; init; }

    public required CaseId Case { get; init; }

    public required string CaseNumber { get; init; }

    public required Actor Asker { get; init; }

    /// <summary>
    /// The facts that are common to every record of the request. Facts that depend on the record, or on the lists in this class, are not
    /// known here. Until <see cref="For"/> fills them in, each has the value that prevents a release.
    /// </summary>
    public required ReleaseFacts Shared { get; init; }

    public PartyFacts Recipient => Shared.Recipient;

    public required string RecipientName { get; init; }

    public PartyFacts Holder => Shared.Holder;

    public required string HolderName { get; init; }

    /// <summary>The version of the policy set in force, if the holder has adopted that set; otherwise null.</summary>
    public required string? HolderPolicySet { get; init; }

    /// <summary>The policy set in force, or null when there is none.</summary>
    public required PolicySetInForce? PolicySet { get; init; }

    /// <summary>Whether another policy set is due. It must then be set in force before anything is decided.</summary>
    public required bool PolicySetIsDue { get; init; }

    public string Purpose => Shared.Purpose;

    public required IReadOnlyList<RecordTypeCode> RecordTypes { get; init; }

    public required DateOnly PeriodFrom { get; init; }

    public required DateOnly PeriodTo { get; init; }

    public required DateOnly BirthDate { get; init; }

    public required IReadOnlyList<(PersonId Guardian, bool Holds)> Custodies { get; init; }

    public required IReadOnlyList<PersonId> Blocked { get; init; }

    /// <summary>
    /// The blocks between this holder and this recipient. Each item is the record type that is blocked; null means that every type is.
    /// </summary>
    public required IReadOnlyList<RecordTypeCode?> DisclosureBlocks { get; init; }

    public required IReadOnlyList<Coverage> Consents { get; init; }

    /// <summary>Each opening of a record under a consent that limits how often a record may be opened.</summary>
    public required IReadOnlyList<ConsentUse> Uses { get; init; }

    public required IReadOnlyList<FactsOfAssessment> Assessments { get; init; }

    /// <summary>The emergency accesses of this request that have not been revoked.</summary>
    public required IReadOnlyList<FactsOfEmergency> Emergencies { get; init; }

    public required IReadOnlyList<FactsOfRecord> Records { get; init; }

    public required IReadOnlyList<SubjectVersion> Versions { get; init; }

    /// <summary>The bound rows that were read.</summary>
    public SealedRows Rows { get; init; } = new();

    /// <summary>The subjects whose rows are not those that the hub sealed (ADR 0038). Nothing is released while there is one.</summary>
    public IReadOnlyList<SubjectId> ChangedOutside { get; init; } = [];

    /// <summary>The facts that are given to the rules for one record type and, if there is a record, for that record.</summary>
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
            RecordMentionsOthers = record is not null && MentionsOthers(record),
            RecordMentionsUnsignedGuardian = record is not null && MentionsUnsignedGuardian(record, consent),
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
    /// Whether a consent limits how often a record may be opened, so that each release changes the facts of the next decision.
    /// </summary>
    public bool IsLimited(Guid consent) => Consents.Any(c => c.Id.Value == consent && c.Uses.AtMost is not null);

    // A person who is stated by id and has never had custody of the child is another person than a guardian. A record from before this had
    // to be stated tells about others.
    private bool MentionsOthers(FactsOfRecord record) =>
        record.MentionsOthers
        || record.Mentions is not { Faults.Count: 0 } mentioned
        || mentioned.AnyOther
        || mentioned.Persons.Any(person => person != Child && !IsGuardian(person));

    // Without a list, `guardian` is every guardian whom the child has or has had: nobody knows which of them is told about.
    private bool MentionsUnsignedGuardian(FactsOfRecord record, Coverage? consent) =>
        record.Mentions is { } mentioned
        && ((mentioned.AnyGuardian && (Custodies.Count == 0 || Custodies.Any(custody => !HasSigned(consent, custody.Guardian))))
            || mentioned.Persons.Any(person => IsGuardian(person) && !HasSigned(consent, person)));

    private static bool HasSigned(Coverage? consent, PersonId person) => consent?.SignedBy.Contains(person) == true;

    private bool IsGuardian(PersonId person) => Custodies.Any(custody => custody.Guardian == person);

    // Without a record, the consent must cover the whole period of the request. A consent covers nothing if a blocked guardian has signed
    // it or was excused from signing it. If no other consent covers the record, this consent is given to the rules, marked as blocked:
    // the log then names the block, and the requester reads the words of an ordinary refusal.
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

/// <summary>
/// The facts of a holder's assessment that a decision uses. The conditions are opened only for a release, after the row has been compared
/// with its seal.
/// </summary>
internal sealed record FactsOfAssessment(
    AssessmentId Id,
    RecordTypeCode RecordType,
    AssessmentOutcome Outcome,
    bool ByNamedAssessorWithRoutine,
    Func<string> Conditions,
    DateTimeOffset DecidedAt);

/// <summary>The facts of an emergency access that a decision uses.</summary>
internal sealed record FactsOfEmergency(EmergencyAccessId Id, IReadOnlyList<RecordTypeCode> RecordTypes, DateTimeOffset UntilAt);

/// <summary>The facts of a deposited record that a decision uses.</summary>
internal sealed record FactsOfRecord(
    RecordId Id,
    PersonId Child,
    RecordTypeCode Type,
    Func<string> Title,
    DateOnly PeriodFrom,
    DateOnly PeriodTo,
    string MediaType,
    bool MentionsOthers,
    Mentioned? Mentions,
    bool Marked,
    IReadOnlyList<string> Redactions);
