using System.ComponentModel.DataAnnotations;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>What a family is asked for.</summary>
/// <remarks>What may be left out is settable: the reader gives an <c>init</c> member that is absent no value, and so not the one that stands here.</remarks>
internal sealed record ConsentToAsk
{
    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>Which branches are to show which types of records; each branch once.</summary>
    [Length(1, 20)]
    public required IReadOnlyList<ScopeBody> Scopes { get; init; }

    /// <summary>The first day the records may speak of.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day the records may speak of, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>The first moment the consents would no longer hold; at most a year ahead.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>How often each record may be shown: <c>any</c>, <c>once</c>, or as <c>3-per-week</c> (<c>day</c>, <c>week</c>, <c>month</c>).</summary>
    [Words(20)]
    public string UseLimit { get; set; } = "any";

    /// <summary>What your branch promises about how long it keeps what it gets: <c>own-record</c>, <c>case-end</c> or <c>read-only</c>.</summary>
    [Words(40, MayBeEmpty = true)]
    public string RetentionPromise { get; set; } = "";

    /// <summary>What decides by which rule it is signed: <c>usual</c>, <c>child-found-mature</c> or <c>childs-own-matter</c>.</summary>
    [Words(40)]
    public string Circumstance { get; set; } = "usual";

    /// <summary>How the child was found mature, or why the matter is the child's own; demanded with either.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string CircumstanceReason { get; set; } = "";

    /// <summary>That one of two guardians is prevented and the matter cannot wait; a second decider must confirm it on the pages.</summary>
    public PreventionBody? Prevented { get; init; }

    /// <summary>Your own words to the family; at most 1,000 characters.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string Message { get; set; } = "";

    /// <summary>What the child thinks; demanded when the child is 12 to 14 years old.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string ChildsView { get; set; } = "";

    /// <summary>The use case's own form of it.</summary>
    public ConsentAsk ToAsk() => new()
    {
        Case = new CaseId(Case),
        Scopes = [.. Scopes.Select(s => new ConsentScope(new BranchId(s.Discloser), s.RecordTypes))],
        DataFrom = DataFrom,
        DataTo = DataTo,
        ValidUntil = ValidUntil,
        Uses = Hub.Consents.UseLimit.TryParse(UseLimit, out var uses) ? uses : null,
        Kept = RetentionPromise,
        Circumstance = WireNames.Read<SigningCircumstance>(Circumstance),
        CircumstanceReason = CircumstanceReason,
        Prevented = Prevented?.ToAsk(),
        Message = Message,
        ChildsView = ChildsView,
    };
}

/// <summary>Which denials of a request a family is asked about.</summary>
internal sealed record DenialToAskAbout
{
    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The tokens of the denials, from <c>opens</c> of the request; one for each type.</summary>
    [Words(40)]
    [Length(1, 50)]
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The first moment the consent would no longer hold; half a year ahead when nothing is said.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Your own words to the family; at most 1,000 characters.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string Message { get; set; } = "";

    /// <summary>What the child thinks; demanded when the child is 12 to 14 years old.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string ChildsView { get; set; } = "";

    /// <summary>The use case's own form of it.</summary>
    public DenialAsk ToAsk(Guid request) => new()
    {
        Request = new RequestId(request),
        Tokens = Tokens,
        ValidUntil = ValidUntil,
        Message = Message,
        ChildsView = ChildsView,
    };
}

/// <summary>A guardian who is prevented from taking part (FB 6:13).</summary>
internal sealed record PreventionBody
{
    /// <summary>The guardian.</summary>
    public required Guid Guardian { get; init; }

    /// <summary><c>away</c>, <c>ill</c>, <c>unreachable</c> or <c>other</c>.</summary>
    [Code]
    public required string Cause { get; init; }

    /// <summary>What you know of it.</summary>
    [Words(PreventionAsk.LongestText)]
    public required string Reason { get; init; }

    /// <summary>Why the matter cannot wait.</summary>
    [Words(PreventionAsk.LongestText)]
    public required string Urgency { get; init; }

    /// <summary>The use case's own form of it.</summary>
    public PreventionAsk ToAsk() => new()
    {
        Guardian = new PersonId(Guardian),
        Cause = WireNames.Read<PreventionCause>(Cause),
        Reason = Reason,
        Urgency = Urgency,
    };
}

/// <summary>Which types of records one branch is to show.</summary>
internal sealed record ScopeBody
{
    /// <summary>The branch that holds them.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The types, codes of <c>/record-types</c>.</summary>
    [Code]
    [Length(1, 50)]
    public required IReadOnlyList<string> RecordTypes { get; init; }
}

/// <summary>The family has been asked.</summary>
/// <param name="Request">What they were asked in one sitting.</param>
/// <param name="Consents">One consent for each disclosing branch that something was asked of.</param>
/// <param name="LeftOut">What was not asked for again: the family has consented to it, or is asked for it already.</param>
internal sealed record ConsentAsked(Guid Request, IReadOnlyList<Guid> Consents, IReadOnlyList<ScopeBody> LeftOut);

/// <summary>On whose behalf a consent is withdrawn.</summary>
internal sealed record WithdrawalToMake
{
    /// <summary>The member of staff of your branch who has the family's word.</summary>
    public required Guid Staff { get; init; }
}

/// <summary>The consent is withdrawn.</summary>
/// <param name="WithdrawnAt">When it was withdrawn first.</param>
internal sealed record ConsentWithdrawn(DateTimeOffset WithdrawnAt);

/// <summary>How and on whose behalf a consent is ended.</summary>
internal sealed record EndingToMake
{
    /// <summary>The member of staff of your branch, assigned to the case.</summary>
    public required Guid Staff { get; init; }

    /// <summary><c>purpose-met</c> or <c>registered-in-error</c>.</summary>
    [Words(40)]
    public required string Ending { get; init; }

    /// <summary>What was registered in error; demanded then.</summary>
    [Words(EndConsent.LongestReason, MayBeEmpty = true)]
    public string Reason { get; set; } = "";
}

/// <summary>The consent has come to its end.</summary>
/// <param name="EndedAt">When it was ended first.</param>
internal sealed record ConsentEnded(DateTimeOffset EndedAt);

/// <summary>A consent as its parties see it.</summary>
internal sealed record ConsentBody
{
    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary>
    /// <c>waiting</c>, <c>active</c>, <c>not-granted</c>, <c>withdrawn</c>, <c>expired</c>, <c>ended</c>, <c>superseded</c>, <c>lapsed</c> or <c>annulled</c>;
    /// never who answered what.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The branch that may show records.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The branch that may see them.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>The purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>The types of records.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day the records may speak of.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the family was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment it does not hold.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>When it was withdrawn, if it was.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When it ended in another way, if it did.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often each record may be shown: <c>any</c>, <c>once</c>, or as <c>3-per-week</c>.</summary>
    public required string UseLimit { get; init; }

    /// <summary>What the receiver promises about how long it keeps what it gets.</summary>
    public required string RetentionPromise { get; init; }

    /// <summary>Where a guardian was stated to be prevented: <c>waits</c> for a second decider, <c>confirmed</c> or <c>refused</c>.</summary>
    public string? SecondDecision { get; init; }

    /// <summary>The wire form of a consent.</summary>
    public static ConsentBody Of(ConsentView view) => new()
    {
        Consent = view.Id.Value,
        Status = WireNames.Of(view.Standing),
        Case = view.Case.Value,
        Discloser = view.Discloser.Value,
        Recipient = view.Recipient.Value,
        Purpose = view.Purpose,
        RecordTypes = view.RecordTypes,
        DataFrom = view.DataFrom,
        DataTo = view.DataTo,
        RequestedAt = view.RequestedAt,
        ValidUntil = view.ValidUntil,
        WithdrawnAt = view.WithdrawnAt,
        EndedAt = view.EndedAt,
        UseLimit = view.Uses.ToString(),
        RetentionPromise = view.Kept,
        SecondDecision = view.Prevention is { } prevention ? WireNames.Of(prevention) : null,
    };
}
