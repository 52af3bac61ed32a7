using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.Consents;

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
    public PurposeCode Purpose { get; private init; }

    /// <summary>The types of records, codes of the catalogue; never empty.</summary>
    public IReadOnlyList<RecordTypeCode> RecordTypes { get; private init; } = [];

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

    /// <summary>When it ended in another way than by being taken back, or null.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When its parties were told that its last day has passed, or null. That it has expired is derived from the clock all the same.</summary>
    public DateTimeOffset? ExpiryToldAt { get; private set; }

    /// <summary>How often each record may be shown.</summary>
    public UseLimit Uses => new(UsesAtMost, UsesPer);

    /// <summary>What the receiver promises about how long it keeps what it gets, a code of the rules that it was asked by.</summary>
    public RetentionPromise RetentionPromise { get; private init; }

    /// <summary>The rule on who signs that it was asked by, with the version of its set first: <c>1.2.0 by-age 0:G 12:GH 15:GS 18:S</c>.</summary>
    public string FrozenRule { get; private init; } = "";

    /// <summary>The first day on which those who must sign may be others than it was asked of; null when no such day is known.</summary>
    public DateOnly? ReviewOn { get; private set; }

    /// <summary>Whether the family has answered and what waited for it has not been decided again since.</summary>
    public bool DecideAgain { get; private set; }

    internal int? UsesAtMost { get; private init; }

    internal UsePeriod? UsesPer { get; private init; }

    /// <summary>Those who must sign, with what each has answered.</summary>
    public IReadOnlyList<ConsentSignature> Signatures => _signatures;

    internal static Consent Ask(
        ConsentId id, ConsentRequest request, ConsentScope scope, IEnumerable<RequiredSigner> signers, DateOnly? reviewOn)
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
            UsesAtMost = request.UsesAtMost,
            UsesPer = request.UsesPer,
            RetentionPromise = request.RetentionPromise,
            FrozenRule = request.FrozenRule,
            State = ConsentState.Requested,
            Version = 1,
            ReviewOn = reviewOn,
        };
        consent._signatures.AddRange(signers.Select(s => ConsentSignature.Awaited(s.Person, s.Capacity)));
        return consent;
    }

    /// <summary>Whether it has run out at a moment.</summary>
    public bool IsExpired(DateTimeOffset at) => ValidUntil <= at;

    /// <summary>Whether this person's answer can still be given. One who need not answer may, also when the consent holds.</summary>
    public bool AwaitsAnswerOf(PersonId person, DateTimeOffset at) =>
        !IsExpired(at)
        && _signatures.Any(s => s.Person == person && s.Answer is null && (ConsentMachine.TakesAnswers(State) || (State == ConsentState.Active && s.IsExcused)));

    /// <summary>Whether anybody's answer can still be given, without a word on whose.</summary>
    internal bool MayBeAnswered(DateTimeOffset at) => ConsentMachine.TakesAnswers(State) && !IsExpired(at);

    /// <summary>Whether this person may take it back now: everyone who has said yes may, whatever the others have said, until it is over.</summary>
    public bool MayBeWithdrawnBy(PersonId person) =>
        !ConsentMachine.IsOver(State)
        && _signatures.Any(s => s.Person == person && s.Answer is ConsentAnswer.Yes);

    /// <summary>Whether everything that another consent lets be shown is let be shown by this one, for as long.</summary>
    internal bool Replaces(Consent other) =>
        Id != other.Id
        && (Child, Case, Discloser, Recipient, Purpose) == (other.Child, other.Case, other.Discloser, other.Recipient, other.Purpose)
        && other.RecordTypes.All(RecordTypes.Contains)
        && DataFrom <= other.DataFrom && other.DataTo <= DataTo
        && other.ValidUntil <= ValidUntil
        && Uses.IsAtLeast(other.Uses);

    /// <summary>
    /// Whether just the people who must sign now were asked. Custody, a block or a birthday that has changed the signers makes a consent
    /// cover nothing (<see cref="Coverage"/>), and the family is asked anew.
    /// </summary>
    internal bool IsAskedOf(IEnumerable<RequiredSigner> signers) => _signatures.Select(s => s.Person).ToHashSet().SetEquals(signers.Select(s => s.Person));

    /// <summary>Takes in one person's answer. The caller has checked <see cref="AwaitsAnswerOf"/>.</summary>
    internal void Answer(PersonId person, ConsentAnswer answer, ShownText text, AnswerForm form, DateTimeOffset now)
    {
        _signatures.Single(s => s.Person == person && s.Answer is null).Give(answer, text, form, now);
        State = ConsentMachine.After(State, ConsentMove.Answer, Tally) ?? throw new InvalidOperationException($"a consent that is {State} takes no answers");
        Settle(now);
    }

    /// <summary>Notes that staff have stated that a guardian is prevented; a second decider must confirm it. The last guardian is never left out.</summary>
    internal void StatePrevented(PersonId guardian) => ExcusableOf(guardian)?.Excused(SignerExcuse.PreventionStated);

    /// <summary>Leaves a guardian out by the social board's decision about the case's measure, where the rules count it. The last guardian is never left out.</summary>
    internal void LeaveOutByDecision(PersonId guardian) => ExcusableOf(guardian)?.Excused(SignerExcuse.MeasureDecided);

    /// <summary>
    /// Takes in a second decider's word on whether the guardian who was stated to be prevented is: if so, the answer is no longer awaited; if not, it is as ever.
    /// Whether the consent began to hold by it.
    /// </summary>
    internal bool DecidePrevented(PersonId guardian, bool isPrevented, DateTimeOffset now)
    {
        if (_signatures.SingleOrDefault(s => s.Person == guardian && s.Excuse == SignerExcuse.PreventionStated) is not { } own || ConsentMachine.IsOver(State))
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

    // A guardian is left out only beside another who signs; the child's own signature never takes the place of a guardian's.
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

    /// <summary>Notes that what waited for the family has been decided again.</summary>
    internal void NoteDecidedAgain() => DecideAgain = false;

    /// <summary>Makes a move that brings the consent to its end; false, and nothing has changed, when it is over already.</summary>
    internal bool Close(ConsentMove move, DateTimeOffset now)
    {
        if (ConsentMachine.After(State, move, Tally) is not { } over)
        {
            return false;
        }

        State = over;
        WithdrawnAt = over == ConsentState.Withdrawn ? now : WithdrawnAt;
        EndedAt = over == ConsentState.Withdrawn ? EndedAt : now;
        ReviewOn = null;
        Version++;
        return true;
    }

    /// <summary>Notes when those who must sign may be others next.</summary>
    internal void ReviewNext(DateOnly? day) => ReviewOn = day;

    /// <summary>Notes that its parties are told that its last day has passed; false, and nothing has changed, when there is nothing to tell.</summary>
    internal bool TellExpiry(DateTimeOffset now)
    {
        if (State != ConsentState.Active || !IsExpired(now) || ExpiryToldAt is not null)
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
