using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// The kinds of log entries. The leaf always contains the name of the kind in plain text. Names may be added, but never changed.
/// </summary>
/// <remarks>
/// INVARIANT: a yes and a no are the same kind (ADR 0041). Which it was is in the readable part, where <see cref="Told(string, Func{string,
/// string?})"/> finds it.
/// </remarks>
public static class EntryKinds
{
    /// <summary>A signed policy set was received and checked.</summary>
    public const string PolicySetReceived = "policy-set-received";

    /// <summary>A policy set was adopted by a party.</summary>
    public const string PolicySetAdopted = "policy-set-adopted";

    /// <summary>A party ended its adoption of a policy set.</summary>
    public const string PolicySetAdoptionEnded = "policy-set-adoption-ended";

    /// <summary>A policy set was scheduled to be in force from a future moment.</summary>
    public const string PolicySetPlanned = "policy-set-planned";

    /// <summary>A policy set was set in force. Every later entry names this set, until the next entry of this kind.</summary>
    public const string PolicySetInForce = "policy-set-in-force";

    /// <summary>A policy set was permanently taken out of use.</summary>
    public const string PolicySetRetired = "policy-set-retired";

    /// <summary>A party, workplace, member of staff or system was registered or changed.</summary>
    public const string PartyRegistered = "party-registered";

    /// <summary>A person was looked up by identity number.</summary>
    public const string PersonLookedUp = "person-looked-up";

    /// <summary>The look-ups of a system on one day raised an alarm: many unknown persons, or a budget that is used up.</summary>
    public const string LookUpsAlarmed = "person-look-ups-alarmed";

    /// <summary>A person or a relation was registered or changed from the register.</summary>
    public const string RelationsRegistered = "relations-registered";

    /// <summary>A case was opened, moved, staffed or closed.</summary>
    public const string CaseChanged = "case-changed";

    /// <summary>A case was read.</summary>
    public const string CaseRead = "case-read";

    /// <summary>A record was deposited.</summary>
    public const string RecordDeposited = "record-deposited";

    /// <summary>A record was withdrawn by its holder.</summary>
    public const string RecordWithdrawn = "record-withdrawn";

    /// <summary>A family was asked for consent.</summary>
    public const string ConsentRequested = "consent-requested";

    /// <summary>A signer said yes or no. The field <c>answer</c> has the answer.</summary>
    public const string ConsentAnswered = ConsentReceiptEntries.ConsentAnswered;

    /// <summary>A signer said yes, in entries of leaf version 1.</summary>
    public const string ConsentSigned = ConsentReceiptEntries.ConsentSigned;

    /// <summary>A signer said no, in entries of leaf version 1.</summary>
    public const string ConsentRefused = ConsentReceiptEntries.ConsentRefused;

    /// <summary>
    /// A signer's answer, in an entry that the signer's receipt opens (ADR 0022). This entry comes directly before the answer's own entry.
    /// </summary>
    public const string ConsentAnswerStated = ConsentReceiptEntries.ConsentAnswerStated;

    /// <summary>Staff recorded an answer that was given on paper or orally. The answer waits for a second person's confirmation.</summary>
    public const string ConsentAnswerRecorded = "consent-answer-recorded";

    /// <summary>
    /// A second person confirmed an answer that staff had recorded, or did not. The field <c>outcome</c> says which. If the answer counts,
    /// its own entries come directly after this entry.
    /// </summary>
    public const string ConsentAnswerDecided = "consent-answer-decided";

    /// <summary>A second person confirmed an answer that staff had recorded, in entries of leaf version 1.</summary>
    public const string ConsentAnswerConfirmed = "consent-answer-confirmed";

    /// <summary>A second person did not confirm an answer that staff had recorded, in entries of leaf version 1.</summary>
    public const string ConsentAnswerRejected = "consent-answer-rejected";

    /// <summary>The signer of an answer that staff had recorded said that they did not give it.</summary>
    public const string ConsentAnswerContradicted = "consent-answer-contradicted";

    /// <summary>An answer that staff had recorded was read, or its scan was opened.</summary>
    public const string ConsentAnswerRead = "consent-answer-read";

    /// <summary>
    /// Staff stated that a guardian is prevented and that the matter cannot wait. The statement waits for a second decider.
    /// </summary>
    public const string PreventionStated = "prevention-stated";

    /// <summary>
    /// A second decider found that a guardian is prevented, so that a consent may be valid without that guardian's answer, or that the
    /// guardian is not and is asked as before. The field <c>outcome</c> says which.
    /// </summary>
    public const string PreventionDecided = "prevention-decided";

    /// <summary>A second decider found that a guardian is prevented, in entries of leaf version 1.</summary>
    public const string PreventionConfirmed = "prevention-confirmed";

    /// <summary>A second decider found that a guardian is not prevented, in entries of leaf version 1.</summary>
    public const string PreventionRefused = "prevention-refused";

    /// <summary>A second decider read a statement by staff that a guardian is prevented.</summary>
    public const string PreventionRead = "prevention-read";

    /// <summary>
    /// A decision of a social board about a measure without the other guardian's consent was registered. It is not a consent.
    /// </summary>
    public const string MeasureDecisionRegistered = "measure-decision-registered";

    /// <summary>A consent was withdrawn.</summary>
    public const string ConsentWithdrawn = "consent-withdrawn";

    /// <summary>The purpose of a consent is met, or its case is closed.</summary>
    public const string ConsentEnded = "consent-ended";

    /// <summary>A consent was replaced with a later consent.</summary>
    public const string ConsentSuperseded = "consent-superseded";

    /// <summary>A consent lapsed, because its signers have changed or the child's identity is protected.</summary>
    public const string ConsentLapsed = "consent-lapsed";

    /// <summary>A consent was found to be registered in error.</summary>
    public const string ConsentAnnulled = "consent-annulled";

    /// <summary>The last day of a consent that was active has passed, and its parties are notified.</summary>
    public const string ConsentExpired = "consent-expired";

    /// <summary>A party's system read the notice of an ended consent.</summary>
    public const string NoticeRead = "notice-read";

    /// <summary>A party acknowledged the notice of an ended consent.</summary>
    public const string NoticeAcknowledged = "notice-acknowledged";

    /// <summary>A party has not acknowledged the notice of an ended consent in time.</summary>
    public const string NoticeOverdue = "notice-overdue";

    /// <summary>A system subscribed its branch to notices at an address.</summary>
    public const string SubscriptionMade = "subscription-made";

    /// <summary>A system ended a subscription to notices at an address.</summary>
    public const string SubscriptionEnded = "subscription-ended";

    /// <summary>A consent was read by a person outside the family.</summary>
    public const string ConsentRead = "consent-read";

    /// <summary>The family, or the holder by law, blocked a record type, a holder or a recipient.</summary>
    public const string DisclosureBlockPlaced = "disclosure-block-placed";

    /// <summary>A block was lifted.</summary>
    public const string DisclosureBlockLifted = "disclosure-block-lifted";

    /// <summary>Records were asked for.</summary>
    public const string InformationRequested = "information-requested";

    /// <summary>A member of staff assigned to a case declared an emergency.</summary>
    public const string EmergencyDeclared = "emergency-declared";

    /// <summary>An emergency was ended before its time.</summary>
    public const string EmergencyRevoked = "emergency-revoked";

    /// <summary>The holder's registrator closed the review of an emergency.</summary>
    public const string EmergencyReviewed = "emergency-reviewed";

    /// <summary>A holder decided that its records may be opened in an emergency.</summary>
    public const string EmergencyOpeningAllowed = "emergency-opening-allowed";

    /// <summary>A holder decided that its records may no longer be opened in an emergency.</summary>
    public const string EmergencyOpeningEnded = "emergency-opening-ended";

    /// <summary>A request was read by the holder's assessor.</summary>
    public const string RequestRead = "request-read";

    /// <summary>
    /// The hub decided about a record: release, refuse or refer. The entry is written before any byte of the record is sent.
    /// </summary>
    public const string Decided = "decided";

    /// <summary>
    /// A record reached the recipient's system, or could have been handed over and was not. The field <c>outcome</c> says which.
    /// </summary>
    public const string DeliveryReported = "delivery-reported";

    /// <summary>A record reached the recipient's system, in entries of leaf version 1.</summary>
    public const string Delivered = "delivered";

    /// <summary>A record that could have been handed over was not handed over, in entries of leaf version 1.</summary>
    public const string DeliveryFailed = "delivery-failed";

    /// <summary>The holder's assessor decided a request.</summary>
    public const string HarmAssessed = "harm-assessed";

    /// <summary>A person read a report on who had accessed data about a person.</summary>
    public const string AccessReportRead = "access-report-read";

    /// <summary>A registrator searched, read or exported the log.</summary>
    public const string LogRead = "log-read";

    /// <summary>The readable parts of a month's entries were erased by a decision (gallring).</summary>
    public const string PayloadsErased = "payloads-erased";

    /// <summary>Two system owners confirmed that the hub goes on from a restored database.</summary>
    public const string LogRestored = "log-restored";

    /// <summary>A new key of the hub came into force.</summary>
    public const string KeyInForce = "key-in-force";

    /// <summary>A member of staff was cleared for protected identities.</summary>
    public const string ClearanceGiven = "clearance-given";

    /// <summary>A member of staff is no longer cleared for protected identities.</summary>
    public const string ClearanceEnded = "clearance-ended";

    /// <summary>A person signed in.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>A person signed out.</summary>
    public const string SignedOut = "signed-out";

    /// <summary>A signed-in member of staff tried to open something that they may not open, or that does not exist.</summary>
    public const string OpeningRefused = "opening-refused";

    /// <summary>A key of a system was used for the first time.</summary>
    public const string KeyFirstUsed = "key-first-used";

    /// <summary>
    /// The kind with what was answered in it: for an entry that is a yes or a no, the kind that each had in leaf version 1.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="field">Reads a field of the readable part. Null when the field is missing.</param>
    public static string Told(string kind, Func<string, string?> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return kind switch
        {
            ConsentAnswered => field("answer") == "yes" ? ConsentSigned : ConsentRefused,
            ConsentAnswerDecided => field("outcome") == "confirmed" ? ConsentAnswerConfirmed : ConsentAnswerRejected,
            PreventionDecided => field("outcome") == "Refused" ? PreventionRefused : PreventionConfirmed,
            DeliveryReported => field("outcome") == "delivered" ? Delivered : DeliveryFailed,
            _ => kind,
        };
    }

    internal static string Told(NewEntry entry) => Told(entry.Kind, name => entry.Fields.GetValueOrDefault(name));

    /// <summary>Every kind, for filters.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        InformationRequested, Decided, DeliveryReported, Delivered, DeliveryFailed, HarmAssessed, RequestRead,
        ConsentRequested, ConsentAnswered, ConsentSigned, ConsentRefused, ConsentAnswerStated, ConsentWithdrawn, ConsentEnded,
        ConsentSuperseded, ConsentLapsed, ConsentAnnulled, ConsentRead,
        DisclosureBlockPlaced, DisclosureBlockLifted, EmergencyDeclared, EmergencyRevoked, EmergencyReviewed,
        EmergencyOpeningAllowed, EmergencyOpeningEnded,
        ConsentExpired, NoticeRead, NoticeAcknowledged, NoticeOverdue, SubscriptionMade, SubscriptionEnded,
        ConsentAnswerRecorded, ConsentAnswerDecided, ConsentAnswerConfirmed, ConsentAnswerRejected, ConsentAnswerContradicted,
        ConsentAnswerRead, PreventionStated, PreventionDecided, PreventionConfirmed, PreventionRefused, PreventionRead,
        MeasureDecisionRegistered,
        RecordDeposited, RecordWithdrawn, CaseRead, CaseChanged, PersonLookedUp, LookUpsAlarmed, RelationsRegistered,
        AccessReportRead, LogRead, PayloadsErased, LogRestored, KeyInForce, PartyRegistered,
        PolicySetReceived, PolicySetAdopted, PolicySetAdoptionEnded, PolicySetPlanned, PolicySetInForce, PolicySetRetired,
        SignedIn, SignedOut, OpeningRefused, KeyFirstUsed, ClearanceGiven, ClearanceEnded,
    ];
}
