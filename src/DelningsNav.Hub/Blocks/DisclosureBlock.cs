using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Blocks;

/// <summary>The scope of a block. Each part that is named narrows the scope, and a part that is null covers everything.</summary>
/// <param name="RecordType">The code of a record type in the catalogue, or null for every type.</param>
/// <param name="Holder">The branch whose records are blocked, or null for every holder.</param>
/// <param name="Recipient">The branch that receives nothing, or null for every recipient.</param>
public sealed record BlockScope(RecordTypeCode? RecordType, BranchId? Holder, BranchId? Recipient)
{
    /// <summary>
    /// Whether no part is named. Such a block would close everything without end, more often by mistake than on purpose. Therefore it
    /// cannot be placed.
    /// </summary>
    public bool NamesNothing => RecordType is null && Holder is null && Recipient is null;
}

/// <summary>The reasons of law for which a holder has placed a block. All three parts are required.</summary>
/// <param name="Reason">The reasons.</param>
/// <param name="Law">The paragraph of law, for example <c>OSL 26:1</c>.</param>
/// <param name="CaseNumber">The decision's diarienummer.</param>
public sealed record BlockReason(FreeText Reason, FreeText Law, FreeText CaseNumber);

/// <summary>
/// A block that the family, or a holder by law, has placed on some of a child's records. A block takes precedence over every consent and
/// every assessment, and it is never deleted. Swedish: <b>spärr</b> (OSL 12 kap. 2 §).
/// </summary>
public sealed class DisclosureBlock
{
    private DisclosureBlock() { }

    /// <summary>The block's id.</summary>
    public DisclosureBlockId Id { get; private init; }

    /// <summary>The child whose records are blocked.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The type of record that is blocked, or null for every type.</summary>
    public RecordTypeCode? RecordType { get; private init; }

    /// <summary>The branch whose records are blocked, or null for every holder.</summary>
    public BranchId? Holder { get; private init; }

    /// <summary>The branch that receives nothing, or null for every recipient.</summary>
    public BranchId? Recipient { get; private init; }

    /// <summary>
    /// The guardian or pupil who placed it, or null when the holder placed it. It is revealed only to that person and in the log.
    /// </summary>
    public PersonId? PlacedByPerson { get; private init; }

    /// <summary>The member of the holder's staff who placed it, or null when the family placed it.</summary>
    public StaffMemberId? PlacedByStaff { get; private init; }

    /// <summary>The holder's reasons. They are empty when the family placed the block, because a family needs no reasons.</summary>
    public string Reason => Key.Key.Open(SealedReason, "block-reason", Id.Value);

    /// <summary>The paragraph of law. It is empty when the family placed the block.</summary>
    public string Law { get; private init; } = "";

    /// <summary>The diarienummer of the holder's decision. It is empty when the family placed the block.</summary>
    public string CaseNumber { get; private init; } = "";

    /// <summary>The first moment at which the block applies.</summary>
    public DateTimeOffset PlacedAt { get; private init; }

    /// <summary>The first moment at which the block no longer applies. It is null while the block applies.</summary>
    public DateTimeOffset? LiftedAt { get; private set; }

    /// <summary>The guardian or pupil who lifted it.</summary>
    public PersonId? LiftedByPerson { get; private set; }

    /// <summary>The member of staff who lifted it.</summary>
    public StaffMemberId? LiftedByStaff { get; private set; }

    /// <summary>The holder's reasons for lifting the block. They are empty when the family lifted it.</summary>
    public string LiftingReason => SealedLiftingReason is { } reason ? Key.Key.Open(reason, "lifting-reason", Id.Value) : "";

    /// <summary>The diarienummer of the decision to lift the block. It is empty when the family lifted it.</summary>
    public string LiftingCaseNumber { get; private set; } = "";

    /// <summary>Its scope.</summary>
    public BlockScope Scope => new(RecordType, Holder, Recipient);

    internal PersonKey Key { get; private init; } = null!;

    internal byte[] SealedReason { get; private init; } = [];

    internal byte[]? SealedLiftingReason { get; private set; }

    /// <summary>A block that the family places. The key is the child's.</summary>
    internal static DisclosureBlock ByFamily(DisclosureBlockId id, PersonKey key, BlockScope scope, PersonId by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Child = key.Person,
            Key = key,
            SealedReason = key.Key.Seal("", "block-reason", id.Value),
            RecordType = scope.RecordType,
            Holder = scope.Holder,
            Recipient = scope.Recipient,
            PlacedByPerson = by,
            PlacedAt = now,
        };

    /// <summary>A block that the holder places. The key is the child's.</summary>
    internal static DisclosureBlock ByHolder(
        DisclosureBlockId id, PersonKey key, BlockScope scope, StaffMemberId by, BlockReason because, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Child = key.Person,
            Key = key,
            RecordType = scope.RecordType,
            Holder = scope.Holder,
            Recipient = scope.Recipient,
            PlacedByStaff = by,
            SealedReason = key.Key.Seal(because.Reason.Value, "block-reason", id.Value),
            Law = because.Law.Value,
            CaseNumber = because.CaseNumber.Value,
            PlacedAt = now,
        };

    internal void LiftByFamily(PersonId by, DateTimeOffset now) => (LiftedAt, LiftedByPerson) = (now, by);

    internal void LiftByHolder(StaffMemberId by, FreeText reason, FreeText caseNumber, DateTimeOffset now) =>
        (LiftedAt, LiftedByStaff, SealedLiftingReason, LiftingCaseNumber) =
            (now, by, Key.Key.Seal(reason.Value, "lifting-reason", Id.Value), caseNumber.Value);
}
