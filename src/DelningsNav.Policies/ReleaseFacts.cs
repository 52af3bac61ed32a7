using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Policies;

/// <summary>
/// Everything that a rule may look at when one record is asked for. Rules see nothing else: no clock, no database.
/// </summary>
/// <remarks>
/// A fact that is a truth value, a whole number or a text is declared here and nowhere else (<see cref="RuleFactAttribute"/>): policies,
/// log entries and cases know it by the names in the declaration. A fact with parts, such as the consent, is written out in each of them.
/// </remarks>
public sealed record ReleaseFacts
{
    /// <summary>Facts that have yet to be stated.</summary>
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

    /// <summary>Facts that close nothing: each has the value that is no obstacle. There is no consent, assessment or emergency.</summary>
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
    /// The code of the purpose of the request, such as <c>sst</c> or <c>sst-plus</c>. Swedish: <b>ändamål</b>.
    /// </summary>
    [RuleFact("purpose", log: "purpose", @case: "purpose", Open = "")]
    public required string Purpose { get; init; }

    /// <summary>Whether the purpose is one that this kind of case has.</summary>
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
    /// Whether a block applies to what is asked: this type, held here, for this recipient. Swedish: <b>spärr</b> (OSL 12 kap. 2 §).
    /// </summary>
    [RuleFact("disclosureBlockStands", log: "disclosureBlocked", @case: "disclosureBlock", Open = false, Before = false, Secret = true)]
    public required bool DisclosureBlockStands { get; init; }

    /// <summary>
    /// Whether the child's guardians have been read from the register and the reading is not stale. True for a
    /// person of age, who has none.
    /// </summary>
    [RuleFact("custodyKnown", log: "custodyKnown", @case: "custodyKnown", Open = true)]
    public required bool CustodyKnown { get; init; }

    /// <summary>The record's type, a code of the <see cref="RecordTypeCatalogue"/>.</summary>
    public required RecordTypeCode RecordType { get; init; }

    /// <summary>Whether the record says something about persons other than the child and the signers.</summary>
    [RuleFact("recordMentionsOthers", log: "mentionsOthers", @case: "mentionsOthers", Open = false)]
    public required bool RecordMentionsOthers { get; init; }

    /// <summary>
    /// Whether the record itself carries a secrecy marking. Swedish: <b>sekretessmarkering</b> (OSL 5 kap. 5 §).
    /// </summary>
    [RuleFact("recordMarked", log: "marked", @case: "recordMarked", Open = false)]
    public required bool RecordMarked { get; init; }

    /// <summary>The one consent that covers this record for this recipient and purpose now, if there is one.</summary>
    public required ConsentFacts? Consent { get; init; }

    /// <summary>The holder's assessment of this record for this request, if there is one.</summary>
    public required AssessmentFacts? Assessment { get; init; }

    /// <summary>The emergency access that is valid for this type in this request, if there is one.</summary>
    public required EmergencyFacts? Emergency { get; init; }

    /// <summary>
    /// The ground that the requester says opens the record, a <see cref="Ground.PolicyName"/> of an assessor's
    /// ground. It opens nothing; it only puts that ground first before the assessor.
    /// </summary>
    public required string? ClaimedGround { get; init; }
}

/// <summary>What the rules see of a consent. Swedish: <b>samtycke</b> (OSL 10 kap. 1 §, 12 kap. 2 §).</summary>
/// <param name="Id">The consent.</param>
/// <param name="Version">The version of the consent that was read.</param>
/// <param name="ValidUntil">The first moment at which the consent is no longer valid.</param>
/// <param name="SignerBlocked">Whether one of the signers is a guardian who is blocked now.</param>
public sealed record ConsentFacts(Guid Id, int Version, DateTimeOffset ValidUntil, bool SignerBlocked);

/// <summary>What the rules see of an emergency access. Swedish: <b>nödöppning</b>.</summary>
/// <param name="Id">The emergency access.</param>
/// <param name="UntilAt">The first moment at which it is no longer valid.</param>
public sealed record EmergencyFacts(Guid Id, DateTimeOffset UntilAt);

/// <summary>What the rules see of a harm assessment. Swedish: <b>menprövning</b> (OSL 6 kap. 3 §).</summary>
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
    /// <summary>The record may be released whole.</summary>
    Release,

    /// <summary>
    /// The record may be released under conditions that the assessor states. Swedish: <b>förbehåll, villkor</b>.
    /// </summary>
    ReleaseWithConditions,

    /// <summary>The record may be released after what the assessor names has been masked.</summary>
    ReleaseMasked,

    /// <summary>The record may not be released.</summary>
    Refuse,
}
