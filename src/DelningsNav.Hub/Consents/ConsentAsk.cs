using DelningsNav.Hub.Cases;

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

    /// <summary>The first moment the consents would no longer hold; at most <see cref="AskForConsent.LongestValidity"/> ahead.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Staff's own words to the family; at most 1,000 characters.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the child thinks; demanded when the child is 12-14 years old; at most 1,000 characters.</summary>
    public string ChildsView { get; init; } = "";
}

/// <summary>How asking a family ended.</summary>
public abstract record AskOutcome
{
    private AskOutcome() { }

    /// <summary>The family has been asked.</summary>
    public sealed record Asked(ConsentRequestId Request, IReadOnlyList<ConsentId> Consents) : AskOutcome;

    /// <summary>Something is wrong with the ask; nobody was asked.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : AskOutcome;

    /// <summary>There is no such open case that the caller is assigned to.</summary>
    public sealed record NotYourCase : AskOutcome;

    /// <summary>Everything asked for is consented to already; nobody was asked.</summary>
    public sealed record ConsentedAlready : AskOutcome;

    /// <summary>The hub knows nobody who can sign for the child; the relations must be read from the register first.</summary>
    public sealed record NobodyCanSign : AskOutcome;
}
