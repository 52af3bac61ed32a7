using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.Consents;

/// <summary>Which types of records which discloser is asked to show.</summary>
public sealed record ConsentScope(BranchId Discloser, IReadOnlyList<RecordTypeCode> RecordTypes);

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
    public PurposeCode Purpose { get; private init; }

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

    /// <summary>How often each record may be shown.</summary>
    public UseLimit Uses => new(UsesAtMost, UsesPer);

    /// <summary>What the receiver promises about how long it keeps what it gets, a code of the rules.</summary>
    public RetentionPromise RetentionPromise { get; private init; }

    /// <summary>The rule on who signs, with the version of its set first; frozen in each consent of the request.</summary>
    public string FrozenRule { get; private init; } = "";

    /// <summary>Why another rule than the usual one was followed: how the child was found mature, or why the matter is the child's own; else empty.</summary>
    public string CircumstanceReason { get; private init; } = "";

    /// <summary>The request for information whose denial led to this question, or null.</summary>
    public RequestId? InformationRequest { get; private init; }

    internal int? UsesAtMost { get; private init; }

    internal UsePeriod? UsesPer { get; private init; }

    internal static ConsentRequest Of(
        ConsentRequestId id, Cases.Case @case, BranchId recipient, ConsentAsk ask, FrozenRule rule, StaffMemberId by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Child = @case.Child,
            Case = @case.Id,
            Recipient = recipient,
            Purpose = @case.Purpose,
            DataFrom = ask.DataFrom,
            DataTo = ask.DataTo,
            ValidUntil = ask.ValidUntil,
            RequestedBy = by,
            RequestedAt = now,
            Message = ask.Message.Value,
            ChildsView = ask.ChildsView.Value,
            UsesAtMost = ask.Uses!.Value.AtMost,
            UsesPer = ask.Uses!.Value.Per,
            RetentionPromise = ask.RetentionPromise!.Value,
            FrozenRule = rule.ToString(),
            CircumstanceReason = ask.CircumstanceReason.Value,
            InformationRequest = ask.After,
        };
}
