using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Consents;

/// <summary>The question whether a consent covers records of one type, for one recipient and one purpose.</summary>
/// <param name="Child">The child.</param>
/// <param name="Case">The case.</param>
/// <param name="Discloser">The branch that would show the records.</param>
/// <param name="Recipient">The branch that would see them.</param>
/// <param name="Purpose">The purpose, as a code.</param>
/// <param name="RecordType">The type, as a code of the catalogue.</param>
/// <param name="From">The first day that the records are about.</param>
/// <param name="To">The last day that the records are about, included.</param>
internal sealed record CoverageQuestion(
    PersonId Child, CaseId Case, BranchId Discloser, BranchId Recipient, PurposeCode Purpose, RecordTypeCode RecordType, DateOnly From,
    DateOnly To)
{
    /// <summary>The record, or null when it is not known. The earlier uses count only when the record is known.</summary>
    public RecordId? Record { get; init; }
}

/// <summary>One opening of a record under a consent.</summary>
internal sealed record ConsentUse(ConsentId Consent, RecordId Record, DateTimeOffset At);

/// <summary>
/// Everything about a consent that determines which records it covers. It is made from the consent, or from the rows that a release reads.
/// </summary>
/// <remarks>
/// This type is the only place that determines which consent covers a record now. A release uses it, and so does everything that shows or
/// changes a consent: the ask, the board, the case, the parties and the family. Therefore nothing is shown as covered that a release
/// would refuse. Custody, a block or a birthday may have changed the signers today, before the nightly job has ended the consent
/// (ADR 0023). Until the job has ended it, the consent is active but covers nothing.
/// </remarks>
internal sealed record Coverage
{
    /// <summary>The consent.</summary>
    public required ConsentId Id { get; init; }

    /// <summary>The version of the consent that was read.</summary>
    public required int Version { get; init; }

    /// <summary>The state of the consent.</summary>
    public required ConsentState State { get; init; }

    /// <summary>The child.</summary>
    public required PersonId Child { get; init; }

    /// <summary>The case that the consent belongs to.</summary>
    public required CaseId Case { get; init; }

    /// <summary>The branch that may show the records.</summary>
    public required BranchId Discloser { get; init; }

    /// <summary>The branch that may see the records.</summary>
    public required BranchId Recipient { get; init; }

    /// <summary>The purpose, as a code.</summary>
    public required PurposeCode Purpose { get; init; }

    /// <summary>The types of records, as codes of the catalogue.</summary>
    public required IReadOnlyList<RecordTypeCode> RecordTypes { get; init; }

    /// <summary>The first day that a covered record may be about.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day that a covered record may be about, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the consent became active, or null.</summary>
    public required DateTimeOffset? ActiveFrom { get; init; }

    /// <summary>The first moment at which it has expired.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The rule on signers under which the consent was asked for.</summary>
    public required SignerRule Rule { get; init; }

    /// <summary>How often each record may be shown.</summary>
    public required UseLimit Uses { get; init; }

    /// <summary>The signers who have said yes.</summary>
    public required IReadOnlySet<PersonId> SignedBy { get; init; }

    /// <summary>The signers who have not answered and need not answer.</summary>
    public required IReadOnlySet<PersonId> Excused { get; init; }

    /// <summary>The coverage of a consent.</summary>
    public static Coverage Of(Consent consent) => new()
    {
        Id = consent.Id,
        Version = consent.Version,
        State = consent.State,
        Child = consent.Child,
        Case = consent.Case,
        Discloser = consent.Discloser,
        Recipient = consent.Recipient,
        Purpose = consent.Purpose,
        RecordTypes = consent.RecordTypes,
        DataFrom = consent.DataFrom,
        DataTo = consent.DataTo,
        ActiveFrom = consent.ActiveFrom,
        ValidUntil = consent.ValidUntil,
        Rule = FrozenRule.Of(consent.FrozenRule).Rule,
        Uses = consent.Uses,
        SignedBy = consent.Signatures.Where(s => s.Answer is ConsentAnswer.Yes).Select(s => s.Person).ToHashSet(),
        Excused = consent.Signatures.Where(s => s.Answer is null && s.IsExcused).Select(s => s.Person).ToHashSet(),
    };

    /// <summary>
    /// The consent that currently covers what is asked for, or null. If several consents cover it, the consent that is valid longest.
    /// </summary>
    public static Coverage? Find(
        IReadOnlyList<Coverage> consents,
        CoverageQuestion asked,
        SignersOnDay signers,
        IReadOnlyList<ConsentUse> uses,
        DateTimeOffset now) =>
        consents.Where(consent => consent.Covers(asked, signers, uses, now)).MaxBy(consent => consent.ValidUntil);

    /// <summary>
    /// The consent that would currently cover what is asked for if no guardian were blocked, or null. It is given to the rules, so that
    /// the log names the block while the requester reads the words of an ordinary refusal (docs/promises.md, 5).
    /// </summary>
    public static Coverage? FindApartFromBlocks(
        IReadOnlyList<Coverage> consents,
        CoverageQuestion asked,
        SignersOnDay signers,
        IReadOnlyList<ConsentUse> uses,
        DateTimeOffset now) =>
        consents.Where(consent => consent.CoversApartFromBlocks(asked, signers, uses, now)).MaxBy(consent => consent.ValidUntil);

    /// <summary>
    /// Whether the consent currently covers what is asked for. If the record is known, also whether it may be opened once more.
    /// </summary>
    public bool Covers(CoverageQuestion asked, SignersOnDay signers, IReadOnlyList<ConsentUse> uses, DateTimeOffset now) =>
        !HasBlockedSigner(signers) && CoversApartFromBlocks(asked, signers, uses, now);

    /// <summary>Whether the family has already been asked for this and has not answered in full. Then it need not be asked again.</summary>
    public bool Awaits(CoverageQuestion asked, DateTimeOffset now) =>
        State is ConsentState.Requested or ConsentState.Signing && Concerns(asked) && now < ValidUntil;

    /// <summary>
    /// Whether the consent covers anything now. It must be active and not expired. Exactly the signers of today, according to the
    /// consent's own rule, must have signed it, except excused signers who have not answered. If guardians are signers, at least one
    /// guardian must have signed.
    /// </summary>
    public bool IsInForce(SignersOnDay signers, DateTimeOffset now) =>
        !HasBlockedSigner(signers) && IsInForceApartFromBlocks(signers, now);

    /// <summary>Whether a guardian who is blocked on the day has signed the consent, or was excused from signing it.</summary>
    private bool HasBlockedSigner(SignersOnDay signers) =>
        signers.Blocked.Count > 0 && (SignedBy.Overlaps(signers.Blocked) || Excused.Overlaps(signers.Blocked));

    private bool CoversApartFromBlocks(
        CoverageQuestion asked, SignersOnDay signers, IReadOnlyList<ConsentUse> uses, DateTimeOffset now) =>
        Concerns(asked) && IsInForceApartFromBlocks(signers, now) && LeavesOneMore(asked.Record, uses, now);

    private bool Concerns(CoverageQuestion asked) =>
        Child == asked.Child
        && Case == asked.Case
        && Discloser == asked.Discloser
        && Recipient == asked.Recipient
        && Purpose == asked.Purpose
        && RecordTypes.Contains(asked.RecordType)
        && DataFrom <= asked.From && asked.To <= DataTo;

    private bool IsInForceApartFromBlocks(SignersOnDay signers, DateTimeOffset now) =>
        State == ConsentState.Active && ActiveFrom <= now && now < ValidUntil && IsSignedBy(signers.By(Rule), signers.Blocked);

    private bool IsSignedBy(IReadOnlyList<RequiredSigner> required, IReadOnlyList<PersonId> blocked)
    {
        var (guardians, guardiansSigned) = (false, false);
        foreach (var (person, capacity) in required)
        {
            var signed = SignedBy.Contains(person);
            if (!signed && !Excused.Contains(person))
            {
                return false;
            }

            guardians |= capacity == SignerCapacity.Guardian;
            guardiansSigned |= signed && capacity == SignerCapacity.Guardian;
        }

        var named = SignedBy.Concat(Excused).Count(person => !blocked.Contains(person));
        return required.Count > 0 && named == required.Count && (guardiansSigned || !guardians);
    }

    private bool LeavesOneMore(RecordId? record, IReadOnlyList<ConsentUse> uses, DateTimeOffset now) =>
        record is null || Uses.AtMost is null
        || Uses.LeavesOneMore(uses.Where(use => use.Consent == Id && use.Record == record).Select(use => use.At), now);
}
