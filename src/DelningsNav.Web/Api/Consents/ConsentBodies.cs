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
/// <remarks>
/// Optional members have a setter, because the JSON reader ignores the default value of an <c>init</c> member that is absent.
/// </remarks>
internal sealed record ConsentToAsk
{
    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>Which branches are to show which types of records. Each branch occurs once.</summary>
    [Length(1, 20)]
    public required IReadOnlyList<ScopeBody> Scopes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day that the records may cover, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>The first moment at which the consents would no longer be valid. It is at most a year ahead.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>
    /// How often each record may be opened: <c>any</c>, <c>once</c>, or as <c>3-per-week</c> (<c>day</c>, <c>week</c>, <c>month</c>).
    /// </summary>
    [Words(20)]
    public string UseLimit { get; set; } = "any";

    /// <summary>
    /// How long your branch promises to store what it receives: <c>own-record</c>, <c>case-end</c> or <c>read-only</c>.
    /// </summary>
    [Code]
    public string RetentionPromise { get; set; } = "";

    /// <summary>The circumstance that decides the signers: <c>usual</c>, <c>child-found-mature</c> or <c>childs-own-matter</c>.</summary>
    [Words(40)]
    public string Circumstance { get; set; } = "usual";

    /// <summary>How the child was found mature, or why the matter is the child's own; required in these two cases.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string CircumstanceReason { get; set; } = "";

    /// <summary>
    /// States that one of two guardians is prevented and the matter cannot wait. A second decider must confirm this on the pages.
    /// </summary>
    public PreventionBody? Prevented { get; init; }

    /// <summary>Your own words to the family; at most 1,000 characters.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string Message { get; set; } = "";

    /// <summary>The child's view; required when the child is 12 to 14 years old.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string ChildsView { get; set; } = "";

    /// <summary>The body as the use case's input.</summary>
    public ConsentAsk ToAsk() => new()
    {
        Case = new CaseId(Case),
        Scopes = [.. Scopes.Select(s => new ConsentScope(new BranchId(s.Discloser), [.. s.RecordTypes.Select(RecordTypeCode.Parse)]))],
        DataFrom = DataFrom,
        DataTo = DataTo,
        ValidUntil = ValidUntil,
        Uses = Hub.Consents.UseLimit.TryParse(UseLimit, out var uses) ? uses : null,
        RetentionPromise = Policies.Consents.RetentionPromise.TryParse(RetentionPromise, out var promise) ? promise : null,
        Circumstance = WireNames.Read<SigningCircumstance>(Circumstance),
        CircumstanceReason = AskForConsent.CircumstanceReason.Read(CircumstanceReason),
        Prevented = Prevented?.ToAsk(),
        Message = AskForConsent.Message.Read(Message),
        ChildsView = AskForConsent.ChildsView.Read(ChildsView),
    };
}

/// <summary>The denials of a request about which the family is asked.</summary>
internal sealed record DenialToAskAbout
{
    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The tokens of the denials, one for each type. They are in <c>opens</c> of the request.</summary>
    [Words(40)]
    [Length(1, 50)]
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>
    /// The first moment at which the consent would no longer be valid. If it is left out, the consent would be valid for half a year.
    /// </summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Your own words to the family; at most 1,000 characters.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string Message { get; set; } = "";

    /// <summary>The child's view; required when the child is 12 to 14 years old.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string ChildsView { get; set; } = "";

    /// <summary>The body as the use case's input.</summary>
    public DenialAsk ToAsk(Guid request) => new()
    {
        Request = new RequestId(request),
        Tokens = Tokens,
        ValidUntil = ValidUntil,
        Message = AskForConsent.Message.Read(Message),
        ChildsView = AskForConsent.ChildsView.Read(ChildsView),
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

    /// <summary>What you know about why the guardian is prevented.</summary>
    [Words(PreventionAsk.LongestText)]
    public required string Reason { get; init; }

    /// <summary>Why the matter cannot wait.</summary>
    [Words(PreventionAsk.LongestText)]
    public required string Urgency { get; init; }

    /// <summary>
    /// The colleague of the branch who is to decide, and who alone sees it. Without one it is put to those at the unit of <c>staff</c> who
    /// may decide.
    /// </summary>
    public Guid? SecondPerson { get; init; }

    /// <summary>The body as the use case's input.</summary>
    public PreventionAsk ToAsk() => new()
    {
        Guardian = new PersonId(Guardian),
        Cause = WireNames.Read<PreventionCause>(Cause),
        Reason = PreventionAsk.ReasonField.Read(Reason),
        Urgency = PreventionAsk.UrgencyField.Read(Urgency),
        SecondPerson = SecondPerson is { } named ? new StaffMemberId(named) : null,
    };
}

/// <summary>The record types that one branch is to show.</summary>
internal sealed record ScopeBody
{
    /// <summary>The branch that holds the records.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The types, codes of <c>/record-types</c>.</summary>
    [Code(MayBeEmpty = false)]
    [Length(1, 50)]
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The wire form of a scope.</summary>
    public static ScopeBody Of(ConsentScope scope) =>
        new() { Discloser = scope.Discloser.Value, RecordTypes = [.. scope.RecordTypes.Select(type => type.Code)] };
}

/// <summary>The family has been asked.</summary>
/// <param name="Request">The consent request, which includes everything that was asked for in this call.</param>
/// <param name="Consents">One consent for each holder whose records were asked for.</param>
/// <param name="LeftOut">What was not asked for again, because the family has consented to it or has been asked already.</param>
internal sealed record ConsentAsked(Guid Request, IReadOnlyList<Guid> Consents, IReadOnlyList<ScopeBody> LeftOut);

/// <summary>For whom a consent is withdrawn.</summary>
internal sealed record WithdrawalToMake
{
    /// <summary>The member of staff of your branch to whom the family has said that the consent is withdrawn.</summary>
    public required Guid Staff { get; init; }
}

/// <summary>The consent is withdrawn.</summary>
/// <param name="WithdrawnAt">When the consent was withdrawn. If it is withdrawn again, this is still the time of the first
/// withdrawal.</param>
internal sealed record ConsentWithdrawn(DateTimeOffset WithdrawnAt);

/// <summary>How and for whom a consent is ended.</summary>
internal sealed record EndingToMake
{
    /// <summary>The member of staff of your branch, assigned to the case.</summary>
    public required Guid Staff { get; init; }

    /// <summary><c>purpose-met</c> or <c>registered-in-error</c>.</summary>
    [Words(40)]
    public required string Ending { get; init; }

    /// <summary>What was registered in error; required for <c>registered-in-error</c>.</summary>
    [Words(EndConsent.LongestReason, MayBeEmpty = true)]
    public string Reason { get; set; } = "";
}

/// <summary>The consent has ended.</summary>
/// <param name="EndedAt">When the consent was ended. If it is ended again in the same way, this is still the time of the first
/// ending.</param>
internal sealed record ConsentEnded(DateTimeOffset EndedAt);

/// <summary>A consent as it is shown to its parties.</summary>
internal sealed record ConsentBody
{
    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary>
    /// The state of the consent, such as <c>active</c>; the call's description lists all of them. The status never reveals who has given
    /// which answer.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The branch that may show records.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The branch that may receive the records.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>The purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>The types of records.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the family was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment at which the consent is not valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>When the consent was withdrawn, if it was withdrawn.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When the consent ended, if it ended in another way than by withdrawal.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often each record may be opened: <c>any</c>, <c>once</c>, or as <c>3-per-week</c>.</summary>
    public required string UseLimit { get; init; }

    /// <summary>What the recipient promises about how long it stores the records.</summary>
    public required string RetentionPromise { get; init; }

    /// <summary>
    /// When a guardian was stated to be prevented, the second decider's decision: <c>waits</c>, <c>confirmed</c> or <c>refused</c>.
    /// </summary>
    public string? SecondDecision { get; init; }

    /// <summary>The wire form of a consent.</summary>
    public static ConsentBody Of(ConsentView view) => new()
    {
        Consent = view.Id.Value,
        Status = WireNames.Of(view.Standing),
        Case = view.Case.Value,
        Discloser = view.Discloser.Value,
        Recipient = view.Recipient.Value,
        Purpose = view.Purpose.Code,
        RecordTypes = [.. view.RecordTypes.Select(type => type.Code)],
        DataFrom = view.DataFrom,
        DataTo = view.DataTo,
        RequestedAt = view.RequestedAt,
        ValidUntil = view.ValidUntil,
        WithdrawnAt = view.WithdrawnAt,
        EndedAt = view.EndedAt,
        UseLimit = view.Uses.ToString(),
        RetentionPromise = view.RetentionPromise.Code,
        SecondDecision = view.Prevention is { } prevention ? WireNames.Of(prevention) : null,
    };
}
