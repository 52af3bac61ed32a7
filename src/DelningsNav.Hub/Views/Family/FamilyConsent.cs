using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.Views.Family;

/// <summary>The state of a consent that a family member may know. It never reveals who else has answered what.</summary>
/// <remarks>
/// After the reader's own yes, the state is the same whether others have not answered or have said no. Therefore the reader cannot infer
/// a refusal from it.
/// </remarks>
public enum FamilyConsentState
{
    /// <summary>The reader is asked and has not answered.</summary>
    AwaitsYou,

    /// <summary>The consent is not granted, and the family's answer is outstanding.</summary>
    Waiting,

    /// <summary>Every signer has signed, and the consent is valid now.</summary>
    Holds,

    /// <summary>
    /// The consent is valid without the reader's answer, because the reader was found to be prevented. The reader may still answer, and a
    /// no ends the consent.
    /// </summary>
    HoldsWithoutYou,

    /// <summary>The reader has said no.</summary>
    YouSaidNo,

    /// <summary>It was active and was withdrawn.</summary>
    Withdrawn,

    /// <summary>It was active until it expired.</summary>
    Expired,

    /// <summary>The consent was signed, but the signers have changed. Therefore it covers nothing.</summary>
    Lapsed,

    /// <summary>The consent was active until its purpose was met or its case was closed.</summary>
    Ended,

    /// <summary>It was active until a later consent replaced it.</summary>
    Replaced,

    /// <summary>The requester registered it in error.</summary>
    Annulled,

    /// <summary>The consent is no longer asked for, and nothing was shared under it.</summary>
    Closed,
}

/// <summary>One consent, in the form that one family member may read.</summary>
public sealed record FamilyConsent
{
    /// <summary>The consent.</summary>
    public required ConsentId Id { get; init; }

    /// <summary>The child.</summary>
    public required PersonId Child { get; init; }

    /// <summary>The child's given name.</summary>
    public required string ChildName { get; init; }

    /// <summary>The reader's bond to the child.</summary>
    public required FamilyBond Bond { get; init; }

    /// <summary>The holder that would show the records.</summary>
    public required PartyName Discloser { get; init; }

    /// <summary>The recipient that would see the records.</summary>
    public required PartyName Recipient { get; init; }

    /// <summary>The workplace that asked.</summary>
    public required string AskedByUnit { get; init; }

    /// <summary>The role of the person who asked.</summary>
    public required StaffRole AskedByRole { get; init; }

    /// <summary>A message from staff to the family. It may be empty.</summary>
    public required string Message { get; init; }

    /// <summary>The types of records that would be shown.</summary>
    public required IReadOnlyList<RecordTypeName> Types { get; init; }

    /// <summary>The purpose code.</summary>
    public required PurposeCode Purpose { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day that the records may cover, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the family was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment at which it is no longer valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Its state.</summary>
    public required FamilyConsentState State { get; init; }

    /// <summary>Whether the reader may withdraw it now.</summary>
    public required bool MayWithdraw { get; init; }

    /// <summary>The reader's own answer, or null.</summary>
    public required ConsentAnswer? OwnAnswer { get; init; }

    /// <summary>When the reader answered, or null.</summary>
    public required DateTimeOffset? OwnAnsweredAt { get; init; }

    /// <summary>
    /// Whether the reader has been stated or found to be prevented, so that the consent may be valid without their answer.
    /// </summary>
    public required bool SaidToBePrevented { get; init; }

    /// <summary>How the reader answered, or null.</summary>
    public required AnswerForm? OwnForm { get; init; }

    /// <summary>When the consent became active, or null when it was never active.</summary>
    public required DateTimeOffset? HeldFrom { get; init; }

    /// <summary>When the active consent was withdrawn, or null.</summary>
    public required DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When the active consent ended in another way than by withdrawal or expiry, or null.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often each record may be shown.</summary>
    public required UseLimit Uses { get; init; }

    /// <summary>The recipient's promise of how long it stores what it receives, as a code.</summary>
    public required RetentionPromise RetentionPromise { get; init; }

    /// <summary>The state of a consent that the reader may know.</summary>
    internal static FamilyConsentState StateFor(
        Consent consent, PersonId reader, ChildSigners relations, DateTimeOffset now) => consent.State switch
        {
            ConsentState.Annulled => FamilyConsentState.Annulled,

            // For a consent that was never active, the state shows only that it is closed. The way in which it ended could reveal another
            // person's answer.
            ConsentState.Withdrawn or ConsentState.Ended or ConsentState.Superseded
                or ConsentState.Lapsed when consent.ActiveFrom is null =>
                FamilyConsentState.Closed,
            ConsentState.Withdrawn => FamilyConsentState.Withdrawn,
            ConsentState.Ended => FamilyConsentState.Ended,
            ConsentState.Superseded => FamilyConsentState.Replaced,
            ConsentState.Lapsed => FamilyConsentState.Lapsed,
            ConsentState.Active when consent.IsExpired(now) => FamilyConsentState.Expired,
            ConsentState.Active when !Coverage.Of(consent).IsInForce(relations.On(SwedishTime.DayOf(now)), now) =>
                FamilyConsentState.Lapsed,
            ConsentState.Active => consent.AwaitsAnswerOf(reader, now) ? FamilyConsentState.HoldsWithoutYou : FamilyConsentState.Holds,
            ConsentState.Requested or ConsentState.Signing or ConsentState.Refused or ConsentState.Conflict =>
                UnansweredFor(consent, reader, relations, now),
        };

    private static FamilyConsentState UnansweredFor(Consent consent, PersonId reader, ChildSigners relations, DateTimeOffset now)
    {
        if (consent.IsExpired(now))
        {
            return FamilyConsentState.Closed;
        }

        if (consent.Signatures.Any(s => s.Person == reader && s.Answer is ConsentAnswer.No))
        {
            return FamilyConsentState.YouSaidNo;
        }

        var signs = relations.On(SwedishTime.DayOf(now), consent).Any(s => s.Person == reader);
        return signs && consent.AwaitsAnswerOf(reader, now) ? FamilyConsentState.AwaitsYou : FamilyConsentState.Waiting;
    }
}
