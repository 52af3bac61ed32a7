using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.Consents;

/// <summary>What staff ask a family to consent to.</summary>
public sealed record ConsentAsk
{
    /// <summary>The case.</summary>
    public required CaseId Case { get; init; }

    /// <summary>The types of records to ask for from each holder. Each holder gets a separate consent.</summary>
    public required IReadOnlyList<ConsentScope> Scopes { get; init; }

    /// <summary>The first day that the records may be about.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day that the records may be about, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>The first moment at which the consents will have expired; no later than the rules allow.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>How often each record may be shown. Null when the caller's text is not a limit; this is a fault.</summary>
    public UseLimit? Uses { get; init; } = UseLimit.Any;

    /// <summary>
    /// How long the recipient promises to store what it receives, as a code of <see cref="Policies.ConsentRules.RetentionPromises"/>. If
    /// null, the usual promise applies.
    /// </summary>
    public RetentionPromise? RetentionPromise { get; init; }

    /// <summary>
    /// The finding by staff that determines which rule on signers applies. Null when the caller's text is not a finding; this is a fault.
    /// </summary>
    public SigningCircumstance? Circumstance { get; init; } = SigningCircumstance.Usual;

    /// <summary>
    /// The reason why the child was found mature, or why the matter is the child's own, in at most 1,000 characters. It is required with
    /// either finding.
    /// </summary>
    public FreeText CircumstanceReason { get; init; } = FreeText.None;

    /// <summary>
    /// The statement that a guardian is prevented and the matter cannot wait, or null. A second decider must confirm the statement.
    /// </summary>
    public PreventionAsk? Prevented { get; init; }

    /// <summary>A message from staff to the family, at most 1,000 characters.</summary>
    public FreeText Message { get; init; } = FreeText.None;

    /// <summary>
    /// The child's opinion, in at most 1,000 characters. It is required when the child is heard and does not sign, usually from 12 to 14
    /// years of age.
    /// </summary>
    public FreeText ChildsView { get; init; } = FreeText.None;

    /// <summary>The request whose denial led to this ask, or null.</summary>
    internal RequestId? After { get; init; }
}

/// <summary>How asking a family ended.</summary>
public abstract record AskOutcome
{
    private AskOutcome() { }

    /// <summary>The family has been asked for everything except the types that it has consented to or is already being asked for.</summary>
    /// <param name="Request">The request, which the family answers in one sitting.</param>
    /// <param name="Consents">The consents, one for each holder from which something was asked for.</param>
    /// <param name="LeftOut">The types that were not asked for again.</param>
    public sealed record Asked(
        ConsentRequestId Request, IReadOnlyList<ConsentId> Consents, IReadOnlyList<ConsentScope> LeftOut) : AskOutcome;

    /// <summary>The ask has these faults; nobody was asked.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : AskOutcome;

    /// <summary>The case does not exist, is closed, or is a case that the caller is not assigned to.</summary>
    public sealed record NotYourCase : AskOutcome;

    /// <summary>The family has already consented to everything asked for; nobody was asked.</summary>
    public sealed record ConsentedAlready : AskOutcome;

    /// <summary>The family is already being asked for everything that it has not consented to; nobody was asked again.</summary>
    public sealed record AwaitedAlready : AskOutcome;

    /// <summary>Nobody in the hub can sign for the child. The relations must first be read from the register.</summary>
    public sealed record NobodyCanSign : AskOutcome;
}
