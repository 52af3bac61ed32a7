using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Consents;

/// <summary>What staff want to ask a family for.</summary>
public sealed record ConsentAsk
{
    /// <summary>The case.</summary>
    public required CaseId Case { get; init; }

    /// <summary>Which types of records which parties are to show; each discloser gets a consent of its own.</summary>
    public required IReadOnlyList<ConsentScope> Scopes { get; init; }

    /// <summary>The first day the records may speak of.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day the records may speak of, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>The first moment the consents would no longer hold; no further ahead than the rules allow.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>How often each record may be shown; null when what was written is no limit, which is a fault.</summary>
    public UseLimit? Uses { get; init; } = UseLimit.Any;

    /// <summary>What the receiver promises about how long it keeps what it gets, a code of <see cref="Policies.ConsentRules.RetentionPromises"/>; empty: the usual one.</summary>
    public string Kept { get; init; } = "";

    /// <summary>What staff have found that decides which rule on signers applies; null when what was written is none, a fault.</summary>
    public SigningCircumstance? Circumstance { get; init; } = SigningCircumstance.Usual;

    /// <summary>How the child was found mature, or why the matter is the child's own; demanded with either; at most 1,000 characters.</summary>
    public string CircumstanceReason { get; init; } = "";

    /// <summary>That a guardian is prevented and the matter cannot wait, or null; a second decider must confirm it.</summary>
    public PreventionAsk? Prevented { get; init; }

    /// <summary>Staff's own words to the family; at most 1,000 characters.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the child thinks; demanded when the child is 12-14 years old; at most 1,000 characters.</summary>
    public string ChildsView { get; init; } = "";

    /// <summary>The request whose denial led to this ask, or null.</summary>
    internal RequestId? After { get; init; }
}

/// <summary>How asking a family ended.</summary>
public abstract record AskOutcome
{
    private AskOutcome() { }

    /// <summary>The family has been asked, for all but what it has consented to or is asked for already.</summary>
    /// <param name="Request">What they were asked in one sitting.</param>
    /// <param name="Consents">One for each discloser that something was asked of.</param>
    /// <param name="LeftOut">What was not asked for again.</param>
    public sealed record Asked(ConsentRequestId Request, IReadOnlyList<ConsentId> Consents, IReadOnlyList<ConsentScope> LeftOut) : AskOutcome;

    /// <summary>Something is wrong with the ask; nobody was asked.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : AskOutcome;

    /// <summary>There is no such open case that the caller is assigned to.</summary>
    public sealed record NotYourCase : AskOutcome;

    /// <summary>Everything asked for is consented to already; nobody was asked.</summary>
    public sealed record ConsentedAlready : AskOutcome;

    /// <summary>What is not consented to already waits for the family's answer; nobody was asked once more.</summary>
    public sealed record AwaitedAlready : AskOutcome;

    /// <summary>The hub knows nobody who can sign for the child; the relations must be read from the register first.</summary>
    public sealed record NobodyCanSign : AskOutcome;
}
