using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Hub.Consents;

/// <summary>The types of records that one holder may show.</summary>
public sealed record ConsentScope(BranchId Discloser, IReadOnlyList<RecordTypeCode> RecordTypes);

/// <summary>
/// What staff ask a family to consent to. One request can include the consents for several holders, which the family answers in one
/// sitting.
/// </summary>
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

    /// <summary>The purpose, as a code.</summary>
    public PurposeCode Purpose { get; private init; }

    /// <summary>The first day that the records may be about.</summary>
    public DateOnly DataFrom { get; private init; }

    /// <summary>The last day that the records may be about, included.</summary>
    public DateOnly DataTo { get; private init; }

    /// <summary>The first moment at which the consents will have expired.</summary>
    public DateTimeOffset ValidUntil { get; private init; }

    /// <summary>The member of staff who asks.</summary>
    public StaffMemberId RequestedBy { get; private init; }

    /// <summary>When the family is asked.</summary>
    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>A message from staff to the family. It may be empty.</summary>
    public string Message => Key.Key.Open(SealedMessage, "consent-message", Id.Value);

    /// <summary>
    /// The child's opinion, in the words of staff. It is required from 12 years (FB 6 kap. 11 §; barnkonventionen art. 12).
    /// </summary>
    public string ChildsView => Key.Key.Open(SealedChildsView, "childs-view", Id.Value);

    /// <summary>How often each record may be shown.</summary>
    public UseLimit Uses => new(UsesAtMost, UsesPer);

    /// <summary>How long the recipient promises to store what it receives, as a code of the rules.</summary>
    public RetentionPromise RetentionPromise { get; private init; }

    /// <summary>The rule on signers, with the version of its policy set first. It is stored in each consent of the request.</summary>
    public string FrozenRule { get; private init; } = "";

    /// <summary>
    /// The reason why the usual rule was not applied: why the child was found mature, or why the matter is the child's own. Empty when
    /// the usual rule was applied.
    /// </summary>
    public string CircumstanceReason => Key.Key.Open(SealedCircumstanceReason, "circumstance", Id.Value);

    /// <summary>The request for information whose denial led to this request, or null.</summary>
    public RequestId? InformationRequest { get; private init; }

    internal int? UsesAtMost { get; private init; }

    internal UsePeriod? UsesPer { get; private init; }

    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedMessage { get; private init; } = [];

    internal byte[] SealedChildsView { get; private init; } = [];

    internal byte[] SealedCircumstanceReason { get; private init; } = [];

    /// <summary>What staff ask. The key is the child's.</summary>
    internal static ConsentRequest Of(
        ConsentRequestId id, Cases.Case @case, PersonKey key, BranchId recipient, ConsentAsk ask, FrozenRule rule, StaffMemberId by,
        DateTimeOffset now) => new()
        {
            Id = id,
            Child = @case.Child,
            Key = key,
            Case = @case.Id,
            Recipient = recipient,
            Purpose = @case.Purpose,
            DataFrom = ask.DataFrom,
            DataTo = ask.DataTo,
            ValidUntil = ask.ValidUntil,
            RequestedBy = by,
            RequestedAt = now,
            SealedMessage = key.Key.Seal(ask.Message.Value, "consent-message", id.Value),
            SealedChildsView = key.Key.Seal(ask.ChildsView.Value, "childs-view", id.Value),
            UsesAtMost = ask.Uses!.Value.AtMost,
            UsesPer = ask.Uses!.Value.Per,
            RetentionPromise = ask.RetentionPromise!.Value,
            FrozenRule = rule.ToString(),
            SealedCircumstanceReason = key.Key.Seal(ask.CircumstanceReason.Value, "circumstance", id.Value),
            InformationRequest = ask.After,
        };
}
