using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Policies;

/// <summary>
/// All facts that a rule may use when one record is asked for. Rules have no other input, neither a clock nor a database.
/// </summary>
/// <remarks>
/// A fact that is a truth value, a whole number or a text is declared only here (<see cref="RuleFactAttribute"/>). Policies, log entries
/// and cases use the names in the declaration. A fact with parts, for example the consent, is written separately for policies, log
/// entries and cases.
/// </remarks>
public sealed record ReleaseFacts
{
    /// <summary>Facts whose values have yet to be set.</summary>
    public ReleaseFacts() { }

    [SetsRequiredMembers]
    private ReleaseFacts(DateTimeOffset now, PartyFacts recipient, PartyFacts holder, RecordTypeCode recordType)
    {
        (Now, Recipient, Holder, RecordType, Purpose, Marking) = (now, recipient, holder, recordType, "", SecurityMarking.None);
        foreach (var fact in RuleFact.Declared)
        {
            fact.SetOpen(this);
        }
    }

    /// <summary>
    /// Facts that do not prevent a release by themselves: each has the value that is no obstacle. They contain no consent, assessment or
    /// emergency.
    /// </summary>
    public static ReleaseFacts Open(DateTimeOffset now, PartyFacts recipient, PartyFacts holder, RecordTypeCode recordType) =>
        new(now, recipient, holder, recordType);

    /// <summary>The moment of the decision by the hub's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The party that asks.</summary>
    public required PartyFacts Recipient { get; init; }

    /// <summary>The party that holds the record.</summary>
    public required PartyFacts Holder { get; init; }

    /// <summary>
    /// Whether the holder has adopted this policy set by a decision of its own. If not, nothing is released
    /// automatically.
    /// </summary>
    [RuleFact("policySetAdopted", log: "adopted", @case: "adopted", Open = true)]
    public required bool HolderHasAdoptedPolicySet { get; init; }

    /// <summary>Whether the person who asks is assigned to the case now.</summary>
    [RuleFact("staffAssigned", log: "assigned", @case: "assigned", Open = true)]
    public required bool StaffAssigned { get; init; }

    /// <summary>Whether the case is open now.</summary>
    [RuleFact("caseOpen", log: "caseOpen", @case: "caseOpen", Open = true)]
    public required bool CaseOpen { get; init; }

    /// <summary>Whether the case is about the child that the record is about.</summary>
    [RuleFact("caseIsOfThisChild", log: "caseOfChild", @case: "caseOfThisChild", Open = true)]
    public required bool CaseIsOfThisChild { get; init; }

    /// <summary>
    /// The code of the purpose of the request, for example <c>sst</c> or <c>sst-plus</c>. Swedish: <b>ändamål</b>.
    /// </summary>
    [RuleFact("purpose", log: "purpose", @case: "purpose", Open = "")]
    public required string Purpose { get; init; }

    /// <summary>Whether this kind of case has the purpose of the request.</summary>
    [RuleFact("purposeFitsCase", log: "purposeFits", @case: "purposeFits", Open = true)]
    public required bool PurposeFitsCase { get; init; }

    /// <summary>The child's age in whole years at <see cref="Now"/>.</summary>
    [RuleFact("childAge", log: "age", @case: "age", Open = 0)]
    public required int ChildAge { get; init; }

    /// <summary>The child's protection in the population register.</summary>
    public required SecurityMarking Marking { get; init; }

    /// <summary>Whether any guardian of the child is blocked now (OSL 12 kap. 3 § 1, 26 kap. 2 §).</summary>
    [RuleFact("guardianBlockStands", log: "blocked", @case: "guardianBlock", Open = false, Secret = true)]
    public required bool GuardianBlockStands { get; init; }

    /// <summary>
    /// Whether a block applies to this record type at this holder for this recipient. Swedish: <b>spärr</b> (OSL 12 kap. 2 §).
    /// </summary>
    [RuleFact("disclosureBlockStands", log: "disclosureBlocked", @case: "disclosureBlock", Open = false, Before = false, Secret = true)]
    public required bool DisclosureBlockStands { get; init; }

    /// <summary>
    /// Whether the child's guardians have been read from the register recently enough. It is true for a person of age, who has no
    /// guardians.
    /// </summary>
    [RuleFact("custodyKnown", log: "custodyKnown", @case: "custodyKnown", Open = true)]
    public required bool CustodyKnown { get; init; }

    /// <summary>The code of the record's type in the <see cref="RecordTypeCatalogue"/>.</summary>
    public required RecordTypeCode RecordType { get; init; }

    /// <summary>Whether the record tells about persons other than the child and the guardians.</summary>
    [RuleFact("recordMentionsOthers", log: "mentionsOthers", @case: "mentionsOthers", Open = false)]
    public required bool RecordMentionsOthers { get; init; }

    /// <summary>
    /// Whether the record tells more about a guardian than name and relation, and that guardian has not signed the consent that covers the
    /// record. It is true without a consent. Each person may lift only the secrecy that protects that person (OSL 12 kap. 2 §).
    /// </summary>
    [RuleFact(
        "recordMentionsUnsignedGuardian", log: "mentionsUnsignedGuardian", @case: "mentionsUnsignedGuardian", Open = false, Before = false)]
    public required bool RecordMentionsUnsignedGuardian { get; init; }

    /// <summary>
    /// Whether the record itself carries a secrecy marking. Swedish: <b>sekretessmarkering</b> (OSL 5 kap. 5 §).
    /// </summary>
    [RuleFact("recordMarked", log: "marked", @case: "recordMarked", Open = false)]
    public required bool RecordMarked { get; init; }

    /// <summary>The one consent that covers this record for this recipient and purpose now, or null.</summary>
    public required ConsentFacts? Consent { get; init; }

    /// <summary>The holder's assessment of this record for this request, or null.</summary>
    public required AssessmentFacts? Assessment { get; init; }

    /// <summary>The emergency access that is valid for this type in this request, or null.</summary>
    public required EmergencyFacts? Emergency { get; init; }

    /// <summary>
    /// The ground that the requester claims, or null. It is the <see cref="Ground.PolicyName"/> of a ground that an assessor may
    /// consider. The claim opens nothing: that ground is only the first on the assessor's list.
    /// </summary>
    public required string? ClaimedGround { get; init; }
}

/// <summary>The facts of a consent that the rules use. Swedish: <b>samtycke</b> (OSL 10 kap. 1 §, 12 kap. 2 §).</summary>
/// <param name="Id">The consent.</param>
/// <param name="Version">The version of the consent that was read.</param>
/// <param name="ValidUntil">The first moment at which the consent is no longer valid.</param>
/// <param name="SignerBlocked">Whether one of the signers is a guardian who is blocked now.</param>
public sealed record ConsentFacts(Guid Id, int Version, DateTimeOffset ValidUntil, bool SignerBlocked);

/// <summary>The facts of an emergency access that the rules use. Swedish: <b>nödöppning</b>.</summary>
/// <param name="Id">The emergency access.</param>
/// <param name="UntilAt">The first moment at which the emergency access is no longer valid.</param>
public sealed record EmergencyFacts(Guid Id, DateTimeOffset UntilAt);

/// <summary>The facts of a harm assessment that the rules use. Swedish: <b>menprövning</b> (OSL 6 kap. 3 §).</summary>
/// <param name="Id">The assessment.</param>
/// <param name="Outcome">What the assessor decided.</param>
/// <param name="ByNamedAssessorWithRoutine">Whether the assessor is named for protected identities and followed the
/// holder's written routine.</param>
public sealed record AssessmentFacts(Guid Id, AssessmentOutcome Outcome, bool ByNamedAssessorWithRoutine)
{
    /// <summary>Whether the assessor decided that something may be released. An unknown outcome does not permit it.</summary>
    public bool Permits =>
        Outcome is AssessmentOutcome.Release or AssessmentOutcome.ReleaseWithConditions or AssessmentOutcome.ReleaseMasked;
}

/// <summary>What a holder's assessor can decide about one record.</summary>
public enum AssessmentOutcome
{
    /// <summary>The whole record may be released.</summary>
    Release,

    /// <summary>
    /// The record may be released under conditions that the assessor states. Swedish: <b>förbehåll, villkor</b>.
    /// </summary>
    ReleaseWithConditions,

    /// <summary>The record may be released after masking of what the assessor names.</summary>
    ReleaseMasked,

    /// <summary>The record may not be released.</summary>
    Refuse,
}
