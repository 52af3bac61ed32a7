using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.Views.Family;

/// <summary>The state of a consent as a family member may know it: never who else has answered what.</summary>
/// <remarks>
/// The reader's own yes looks the same whether others have not answered or have said no, so that a refusal cannot be inferred from it.
/// </remarks>
public enum FamilyConsentState
{
    /// <summary>The reader is asked and has not answered.</summary>
    AwaitsYou,

    /// <summary>Not granted; the family's answer is outstanding.</summary>
    Waiting,

    /// <summary>Every signer has signed, and it is valid now.</summary>
    Holds,

    /// <summary>
    /// It is valid without the reader's answer because they were found to be prevented; they may still answer, and a no ends it.
    /// </summary>
    HoldsWithoutYou,

    /// <summary>The reader has said no.</summary>
    YouSaidNo,

    /// <summary>It was active and was withdrawn.</summary>
    Withdrawn,

    /// <summary>It was active until it expired.</summary>
    Expired,

    /// <summary>It was signed, but the signers have changed, so it covers nothing.</summary>
    Lapsed,

    /// <summary>It was active until its purpose was met or its case was closed.</summary>
    Ended,

    /// <summary>It was active until a later consent replaced it.</summary>
    Replaced,

    /// <summary>The requester registered it in error.</summary>
    Annulled,

    /// <summary>It is no longer asked for, and nothing was shared under it.</summary>
    Closed,
}

/// <summary>One consent as one family member may read it.</summary>
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

    /// <summary>The recipient that would see them.</summary>
    public required PartyName Recipient { get; init; }

    /// <summary>The workplace that asked.</summary>
    public required string AskedByUnit { get; init; }

    /// <summary>The role of the person who asked.</summary>
    public required StaffRole AskedByRole { get; init; }

    /// <summary>Staff's own words to the family; may be empty.</summary>
    public required string Message { get; init; }

    /// <summary>What would be shown.</summary>
    public required IReadOnlyList<RecordTypeName> Types { get; init; }

    /// <summary>The purpose code.</summary>
    public required PurposeCode Purpose { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day that the records may cover, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the family was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment it is no longer valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Its state.</summary>
    public required FamilyConsentState State { get; init; }

    /// <summary>Whether the reader may withdraw it now.</summary>
    public required bool MayWithdraw { get; init; }

    /// <summary>The reader's own answer, or null.</summary>
    public required ConsentAnswer? OwnAnswer { get; init; }

    /// <summary>When the reader answered, or null.</summary>
    public required DateTimeOffset? OwnAnsweredAt { get; init; }

    /// <summary>Whether the reader has been stated or found to be prevented, so that it may be valid without their answer.</summary>
    public required bool SaidToBePrevented { get; init; }

    /// <summary>How the reader answered, or null.</summary>
    public required AnswerForm? OwnForm { get; init; }

    /// <summary>When it became active, or null when it never did.</summary>
    public required DateTimeOffset? HeldFrom { get; init; }

    /// <summary>When the active consent was withdrawn, or null.</summary>
    public required DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When the active consent ended in another way than by withdrawal or expiry, or null.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often each record may be shown.</summary>
    public required UseLimit Uses { get; init; }

    /// <summary>The recipient's promise of how long it stores what it receives, a code.</summary>
    public required RetentionPromise RetentionPromise { get; init; }

    /// <summary>The state of a consent as the reader may know it.</summary>
    internal static FamilyConsentState StateFor(
        Consent consent, PersonId reader, ChildSigners relations, DateTimeOffset now) => consent.State switch
        {
            ConsentState.Annulled => FamilyConsentState.Annulled,

            // A consent that was never active shows only that the question is closed: the way it ended could reveal another's answer.
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
