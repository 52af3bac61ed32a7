using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;

namespace DelningsNav.Hub.Consents;

/// <summary>Where a consent is in its life. That it has expired is derived from the clock and never stored.</summary>
public enum ConsentState
{
    /// <summary>Asked for; nobody has answered.</summary>
    Requested,

    /// <summary>Somebody has answered yes, others have not answered.</summary>
    Signing,

    /// <summary>Everybody who must sign has signed.</summary>
    Active,

    /// <summary>Somebody has said no and nobody has said yes.</summary>
    Refused,

    /// <summary>Those who must sign disagree. Staff see "not granted", never who said what.</summary>
    Conflict,

    /// <summary>Taken back by one of those who signed.</summary>
    Withdrawn,
}

/// <summary>
/// A family's permission for one disclosing party to show named types of records to one recipient for one purpose.
/// Swedish: <b>samtycke</b> (OSL 10 kap. 1 §, 12 kap. 2-3 §§).
/// </summary>
/// <remarks>
/// A consent is never edited: whom it must be signed by is frozen when it is asked for, and what it covers never changes.
/// What was released before a withdrawal stays lawful and listed.
/// </remarks>
public sealed class Consent
{
    private readonly List<ConsentSignature> _signatures = [];

    private Consent() { }

    /// <summary>The consent's id.</summary>
    public ConsentId Id { get; private init; }

    /// <summary>The request it answers.</summary>
    public ConsentRequestId Request { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The case it belongs to.</summary>
    public CaseId Case { get; private init; }

    /// <summary>The branch that may show the records; each disclosing authority has a consent of its own.</summary>
    public BranchId Discloser { get; private init; }

    /// <summary>The branch that may see them.</summary>
    public BranchId Recipient { get; private init; }

    /// <summary>What for, a purpose code.</summary>
    public string Purpose { get; private init; } = "";

    /// <summary>The types of records, codes of the catalogue; never empty.</summary>
    public IReadOnlyList<string> RecordTypes { get; private init; } = [];

    /// <summary>The first day a covered record may speak of.</summary>
    public DateOnly DataFrom { get; private init; }

    /// <summary>The last day a covered record may speak of, included.</summary>
    public DateOnly DataTo { get; private init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>The first moment it no longer holds.</summary>
    public DateTimeOffset ValidUntil { get; private init; }

    /// <summary>Where it is in its life.</summary>
    public ConsentState State { get; private set; }

    /// <summary>Raised by each step; a release names the version that it stood on.</summary>
    public int Version { get; private set; }

    /// <summary>When the last one who must sign signed, or null.</summary>
    public DateTimeOffset? ActiveFrom { get; private set; }

    /// <summary>When it was taken back, or null.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Those who must sign, with what each has answered.</summary>
    public IReadOnlyList<ConsentSignature> Signatures => _signatures;

    internal static Consent Ask(ConsentId id, ConsentRequest request, ConsentScope scope, IEnumerable<RequiredSigner> signers)
    {
        var consent = new Consent
        {
            Id = id,
            Request = request.Id,
            Child = request.Child,
            Case = request.Case,
            Discloser = scope.Discloser,
            Recipient = request.Recipient,
            Purpose = request.Purpose,
            RecordTypes = scope.RecordTypes,
            DataFrom = request.DataFrom,
            DataTo = request.DataTo,
            RequestedAt = request.RequestedAt,
            ValidUntil = request.ValidUntil,
            State = ConsentState.Requested,
            Version = 1,
        };
        consent._signatures.AddRange(signers.Select(s => ConsentSignature.Awaited(s.Person, s.Capacity)));
        return consent;
    }

    /// <summary>Whether it has run out at a moment.</summary>
    public bool IsExpired(DateTimeOffset at) => ValidUntil <= at;

    /// <summary>Whether an answer can still be given.</summary>
    public bool AwaitsAnswerOf(PersonId person, DateTimeOffset at) =>
        State is ConsentState.Requested or ConsentState.Signing or ConsentState.Refused or ConsentState.Conflict
        && !IsExpired(at)
        && _signatures.Any(s => s.Person == person && s.Answer is null);

    /// <summary>Whether this person may take it back now: everyone who must sign may, whenever it is not over.</summary>
    public bool MayBeWithdrawnBy(PersonId person) =>
        State is ConsentState.Active or ConsentState.Signing or ConsentState.Conflict
        && _signatures.Any(s => s.Person == person && s.Answer is ConsentAnswer.Yes);

    /// <summary>Whether the consent covers a record of this type and period for this recipient and purpose at this moment.</summary>
    public bool Covers(BranchId discloser, BranchId recipient, string purpose, string recordType, DateOnly from, DateOnly to, DateTimeOffset at) =>
        State == ConsentState.Active
        && Discloser == discloser
        && Recipient == recipient
        && Purpose == purpose
        && RecordTypes.Contains(recordType)
        && DataFrom <= from && to <= DataTo
        && ActiveFrom <= at && !IsExpired(at);

    /// <summary>
    /// Whether it was signed by just those who must sign now. Custody, a block or a birthday that has changed who must sign makes a consent
    /// cover nothing, and the family is asked anew.
    /// </summary>
    internal bool IsSignedBy(IEnumerable<RequiredSigner> signers) =>
        _signatures.Where(s => s.Answer is ConsentAnswer.Yes).Select(s => s.Person).ToHashSet().SetEquals(signers.Select(s => s.Person));

    /// <summary>Takes in one person's answer. The caller has checked <see cref="AwaitsAnswerOf"/>.</summary>
    internal void Answer(PersonId person, ConsentAnswer answer, ShownText text, DateTimeOffset now)
    {
        _signatures.Single(s => s.Person == person && s.Answer is null).Give(answer, text, now);
        var yes = _signatures.Any(s => s.Answer is ConsentAnswer.Yes);
        var no = _signatures.Any(s => s.Answer is ConsentAnswer.No);
        State = (yes, no) switch
        {
            (true, true) => ConsentState.Conflict,
            (false, true) => ConsentState.Refused,
            _ when _signatures.All(s => s.Answer is ConsentAnswer.Yes) => ConsentState.Active,
            _ => ConsentState.Signing,
        };
        ActiveFrom = State == ConsentState.Active ? now : ActiveFrom;
        Version++;
    }

    /// <summary>Takes the consent back. The caller has checked <see cref="MayBeWithdrawnBy"/> or has a family's word on it.</summary>
    internal void Withdraw(DateTimeOffset now)
    {
        State = ConsentState.Withdrawn;
        WithdrawnAt = now;
        Version++;
    }
}

/// <summary>A yes or a no.</summary>
public enum ConsentAnswer
{
    /// <summary>The person consents.</summary>
    Yes,

    /// <summary>The person does not consent.</summary>
    No,
}

/// <summary>As whom somebody signs.</summary>
public enum SignerCapacity
{
    /// <summary>As the child's guardian (FB 6 kap. 11 §).</summary>
    Guardian,

    /// <summary>As the one whom the records are about (OSL 12 kap. 2-3 §§).</summary>
    Self,
}

/// <summary>One who must sign, with the answer once it is given.</summary>
public sealed class ConsentSignature
{
    private ConsentSignature() { }

    /// <summary>Who.</summary>
    public PersonId Person { get; private init; }

    /// <summary>As whom.</summary>
    public SignerCapacity Capacity { get; private init; }

    /// <summary>The answer, or null while it is awaited.</summary>
    public ConsentAnswer? Answer { get; private set; }

    /// <summary>When the answer was given, or null.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>The version of the text that was shown.</summary>
    public string? TextVersion { get; private set; }

    /// <summary>The language of the text that was shown.</summary>
    public string? TextLanguage { get; private set; }

    /// <summary>The SHA-256 of the text that was shown, in lower-case hexadecimal; the text itself is kept under it.</summary>
    public string? TextHash { get; private set; }

    internal static ConsentSignature Awaited(PersonId person, SignerCapacity capacity) => new() { Person = person, Capacity = capacity };

    internal void Give(ConsentAnswer answer, ShownText text, DateTimeOffset now)
    {
        Answer = answer;
        AnsweredAt = now;
        TextVersion = text.Version;
        TextLanguage = text.Language;
        TextHash = text.Hash;
    }
}

/// <summary>The exact text that a person saw before answering.</summary>
public sealed record ShownText(string Version, string Language, string Hash, string Text);

/// <summary>Which types of records which discloser is asked to show.</summary>
public sealed record ConsentScope(BranchId Discloser, IReadOnlyList<string> RecordTypes);

/// <summary>What staff ask a family for; it may gather the consents of several disclosing parties in one sitting.</summary>
public sealed class ConsentRequest
{
    private ConsentRequest() { }

    /// <summary>The request's id.</summary>
    public ConsentRequestId Id { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The case.</summary>
    public CaseId Case { get; private init; }

    /// <summary>The branch that wants to see the records.</summary>
    public BranchId Recipient { get; private init; }

    /// <summary>What for, a purpose code.</summary>
    public string Purpose { get; private init; } = "";

    /// <summary>The first day the records may speak of.</summary>
    public DateOnly DataFrom { get; private init; }

    /// <summary>The last day the records may speak of, included.</summary>
    public DateOnly DataTo { get; private init; }

    /// <summary>The first moment the consents would no longer hold.</summary>
    public DateTimeOffset ValidUntil { get; private init; }

    /// <summary>Which member of staff asks.</summary>
    public StaffMemberId RequestedBy { get; private init; }

    /// <summary>When.</summary>
    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>Staff's own words to the family; may be empty.</summary>
    public string Message { get; private init; } = "";

    /// <summary>What the child thinks, noted by staff; asked for from 12 years (FB 6 kap. 11 §; barnkonventionen art. 12).</summary>
    public string ChildsView { get; private init; } = "";

    internal static ConsentRequest Of(
        ConsentRequestId id, PersonId child, Cases.Case @case, BranchId recipient, ConsentAsk ask, StaffMemberId by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Child = child,
            Case = @case.Id,
            Recipient = recipient,
            Purpose = @case.Purpose,
            DataFrom = ask.DataFrom,
            DataTo = ask.DataTo,
            ValidUntil = ask.ValidUntil,
            RequestedBy = by,
            RequestedAt = now,
            Message = ask.Message,
            ChildsView = ask.ChildsView,
        };
}
