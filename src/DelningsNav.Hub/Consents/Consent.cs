using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.Consents;

/// <summary>
/// A family's permission for one holder to show named types of records to one recipient for one purpose.
/// Swedish: <b>samtycke</b> (OSL 10 kap. 1 §, 12 kap. 2-3 §§).
/// </summary>
/// <remarks>
/// A consent is never edited. Its signers are determined when it is asked for, and what it covers never changes. Releases before a
/// withdrawal remain lawful and are listed.
/// </remarks>
public sealed class Consent
{
    private readonly List<ConsentSignature> _signatures = [];

    private Consent() { }

    /// <summary>The consent's id.</summary>
    public ConsentId Id { get; private init; }

    /// <summary>The request to the family that it belongs to.</summary>
    public ConsentRequestId Request { get; private init; }

    /// <summary>The child.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The case that the consent belongs to.</summary>
    public CaseId Case { get; private init; }

    /// <summary>The branch that may show the records. Each holder has a separate consent.</summary>
    public BranchId Discloser { get; private init; }

    /// <summary>The branch that may see the records.</summary>
    public BranchId Recipient { get; private init; }

    /// <summary>The purpose, as a code.</summary>
    public PurposeCode Purpose { get; private init; }

    /// <summary>The types of records, as codes of the catalogue. Never empty.</summary>
    public IReadOnlyList<RecordTypeCode> RecordTypes { get; private init; } = [];

    /// <summary>The first day that a covered record may be about.</summary>
    public DateOnly DataFrom { get; private init; }

    /// <summary>The last day that a covered record may be about, included.</summary>
    public DateOnly DataTo { get; private init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>The first moment at which it has expired.</summary>
    public DateTimeOffset ValidUntil { get; private init; }

    /// <summary>Its state.</summary>
    public ConsentState State { get; private set; }

    /// <summary>The version, which each step raises. A release names the version that it rests on.</summary>
    public int Version { get; private set; }

    /// <summary>When it became active, or null.</summary>
    public DateTimeOffset? ActiveFrom { get; private set; }

    /// <summary>When it was withdrawn, or null.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>When it ended in another way than by a withdrawal, or null.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>
    /// When the consent's parties were notified that it has expired, or null. This does not determine whether it has expired; only the
    /// clock does.
    /// </summary>
    public DateTimeOffset? ExpiryToldAt { get; private set; }

    /// <summary>How often each record may be shown.</summary>
    public UseLimit Uses => new(UsesAtMost, UsesPer);

    /// <summary>
    /// How long the recipient promises to store what it receives, as a code of the rules under which the consent was asked for.
    /// </summary>
    public RetentionPromise RetentionPromise { get; private init; }

    /// <summary>
    /// The rule on signers under which the consent was asked for. The version of the policy set comes first, for example
    /// <c>1.2.0 by-age 0:G 12:GH 15:GS 18:S</c>.
    /// </summary>
    public string FrozenRule { get; private init; } = "";

    /// <summary>The first day on which the signers may change, or null when this day is not known.</summary>
    public DateOnly? ReviewOn { get; private set; }

    /// <summary>Whether the family has answered and the requests that await the answer have not been decided again since then.</summary>
    public bool DecideAgain { get; private set; }

    internal int? UsesAtMost { get; private init; }

    internal UsePeriod? UsesPer { get; private init; }

    /// <summary>The child's key, with which the answers are sealed.</summary>
    internal PersonKey Key { get; private init; } = null!;

    /// <summary>The signers, with what each has answered.</summary>
    public IReadOnlyList<ConsentSignature> Signatures => _signatures;

    internal static Consent Ask(
        ConsentId id, ConsentRequest request, ConsentScope scope, IEnumerable<RequiredSigner> signers, DateOnly? reviewOn)
    {
        var consent = new Consent
        {
            Id = id,
            Request = request.Id,
            Child = request.Child,
            Key = request.Key,
            Case = request.Case,
            Discloser = scope.Discloser,
            Recipient = request.Recipient,
            Purpose = request.Purpose,
            RecordTypes = scope.RecordTypes,
            DataFrom = request.DataFrom,
            DataTo = request.DataTo,
            RequestedAt = request.RequestedAt,
            ValidUntil = request.ValidUntil,
            UsesAtMost = request.UsesAtMost,
            UsesPer = request.UsesPer,
            RetentionPromise = request.RetentionPromise,
            FrozenRule = request.FrozenRule,
            State = ConsentState.Requested,
            Version = 1,
            ReviewOn = reviewOn,
        };
        consent._signatures.AddRange(signers.Select(s => ConsentSignature.Awaited(consent, s.Person, s.Capacity)));
        return consent;
    }

    /// <summary>Whether it has expired at a moment.</summary>
    public bool IsExpired(DateTimeOffset at) => ValidUntil <= at;

    /// <summary>Whether this person can still answer. An excused signer can answer even when the consent is active.</summary>
    public bool AwaitsAnswerOf(PersonId person, DateTimeOffset at) =>
        !IsExpired(at)
        && _signatures.Any(s => s.Person == person
            && s.Answer is null
            && (s.IsExcused ? ConsentMachine.TakesAnswersOfExcused(State) : ConsentMachine.TakesAnswers(State)));

    /// <summary>Whether the consent can still be answered. It does not reveal whose answers are outstanding.</summary>
    internal bool MayBeAnswered(DateTimeOffset at) => ConsentMachine.TakesAnswers(State) && !IsExpired(at);

    /// <summary>
    /// Whether this person may withdraw the consent now. Every signer who has said yes may withdraw it until it has ended, whatever the
    /// other signers have said.
    /// </summary>
    public bool MayBeWithdrawnBy(PersonId person) =>
        !ConsentMachine.IsOver(State)
        && _signatures.Any(s => s.Person == person && s.MayBeYes);

    /// <summary>Whether this consent allows everything that another consent allows, for at least as long.</summary>
    internal bool Replaces(Consent other) =>
        Id != other.Id
        && (Child, Case, Discloser, Recipient, Purpose) == (other.Child, other.Case, other.Discloser, other.Recipient, other.Purpose)
        && other.RecordTypes.All(RecordTypes.Contains)
        && DataFrom <= other.DataFrom && other.DataTo <= DataTo
        && other.ValidUntil <= ValidUntil
        && Uses.IsAtLeast(other.Uses);

    /// <summary>
    /// Whether exactly these people, who are the signers of today, were asked. When custody, a block or a birthday has changed the
    /// signers, the consent covers nothing (<see cref="Coverage"/>), and the family has to be asked again.
    /// </summary>
    internal bool IsAskedOf(IEnumerable<RequiredSigner> signers) =>
        _signatures.Select(s => s.Person).ToHashSet().SetEquals(signers.Select(s => s.Person));

    /// <summary>Records one person's answer. The caller has checked <see cref="AwaitsAnswerOf"/>.</summary>
    internal void Answer(PersonId person, ConsentAnswer answer, ShownText text, AnswerForm form, DateTimeOffset now)
    {
        _signatures.Single(s => s.Person == person && s.Answer is null).Give(answer, text, form, now);
        State = ConsentMachine.After(State, ConsentMove.Answer, Tally)
            ?? throw new InvalidOperationException($"a consent in state {State} takes no answers");
        Settle(now);
    }

    /// <summary>
    /// Records that staff have stated that a guardian is prevented; a second decider must confirm it. The last
    /// guardian who signs is never excused.
    /// </summary>
    internal void StatePrevented(PersonId guardian) => ExcusableOf(guardian)?.Excused(SignerExcuse.PreventionStated);

    /// <summary>
    /// Excuses a guardian because of the social board's decision about the case's measure, if the rules allow this. The last
    /// guardian who signs is never excused.
    /// </summary>
    internal void LeaveOutByDecision(PersonId guardian) => ExcusableOf(guardian)?.Excused(SignerExcuse.MeasureDecided);

    /// <summary>
    /// Records whether a second decider found that the guardian is prevented. If the guardian is prevented and another guardian signs,
    /// the guardian's answer is no longer needed. Otherwise it is needed as before. Returns whether this made the consent active.
    /// </summary>
    internal bool DecidePrevented(PersonId guardian, bool isPrevented, DateTimeOffset now)
    {
        if (_signatures.SingleOrDefault(s => s.Person == guardian && s.Excuse == SignerExcuse.PreventionStated) is not { } own
            || ConsentMachine.IsOver(State))
        {
            return false;
        }

        var excusable = ExcusableOf(guardian) is not null;
        own.Excused(isPrevented && excusable ? SignerExcuse.Prevented : null);
        if (!own.IsExcused || ConsentMachine.After(State, ConsentMove.Excuse, Tally) is not { } next)
        {
            Version++;
            return false;
        }

        State = next;
        Settle(now);
        return State == ConsentState.Active;
    }

    // A guardian is excused only when another guardian signs; the child's own signature never replaces a guardian's.
    private ConsentSignature? ExcusableOf(PersonId guardian) =>
        _signatures.Exists(s => s.Person != guardian && s.Capacity == SignerCapacity.Guardian && s.Excuse is null)
            ? _signatures.SingleOrDefault(s => s.Person == guardian && s.Capacity == SignerCapacity.Guardian)
            : null;

    private void Settle(DateTimeOffset now)
    {
        ActiveFrom = State == ConsentState.Active ? ActiveFrom ?? now : ActiveFrom;
        DecideAgain = State is ConsentState.Active or ConsentState.Refused or ConsentState.Conflict;
        if (State == ConsentState.Withdrawn)
        {
            (WithdrawnAt, ReviewOn) = (now, null);
        }

        Version++;
    }

    /// <summary>Records that the requests that awaited the family's answer have been decided again.</summary>
    internal void NoteDecidedAgain() => DecideAgain = false;

    /// <summary>Ends the consent by a move. Returns false and changes nothing when the consent has already ended.</summary>
    internal bool Close(ConsentMove move, DateTimeOffset now)
    {
        // No answer counts in a move that ends the consent. An answer that was changed outside the hub does not open, and need not.
        if (ConsentMachine.After(State, move, default) is not { } end)
        {
            return false;
        }

        State = end;
        WithdrawnAt = end == ConsentState.Withdrawn ? now : WithdrawnAt;
        EndedAt = end == ConsentState.Withdrawn ? EndedAt : now;
        ReviewOn = null;
        Version++;
        return true;
    }

    /// <summary>Records the next day on which the signers may change.</summary>
    internal void ReviewNext(DateOnly? day) => ReviewOn = day;

    /// <summary>
    /// Records that the consent's parties are notified that it has expired. Returns false and changes nothing when a notice is not due.
    /// </summary>
    internal bool TellExpiry(DateTimeOffset now)
    {
        if (!ConsentMachine.ExpiryIsNotified(State) || !IsExpired(now) || ExpiryToldAt is not null)
        {
            return false;
        }

        ExpiryToldAt = now;
        ReviewOn = null;
        Version++;
        return true;
    }

    private AnswerTally Tally => new(
        _signatures.Count(s => s.Answer is ConsentAnswer.Yes),
        _signatures.Count(s => s.Answer is ConsentAnswer.No),
        _signatures.Count(s => s.Answer is null && !s.IsExcused));
}
