using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Blocks;

/// <summary>The scope of a block: each named part narrows it, and a part that is not named covers everything.</summary>
/// <param name="RecordType">A type of record, a code of the catalogue, or null for every type.</param>
/// <param name="Holder">The branch whose records it closes, or null for every holder.</param>
/// <param name="Recipient">The branch that receives nothing, or null for every recipient.</param>
public sealed record BlockScope(RecordTypeCode? RecordType, BranchId? Holder, BranchId? Recipient)
{
    /// <summary>
    /// Whether nothing is named. Such a block would close everything for ever, more often by mistake than on purpose, and cannot be placed.
    /// </summary>
    public bool NamesNothing => RecordType is null && Holder is null && Recipient is null;
}

/// <summary>Why the holder has placed a block: the law, not the family. All three are required.</summary>
/// <param name="Reason">The reasons.</param>
/// <param name="Law">The paragraph, such as <c>OSL 26:1</c>.</param>
/// <param name="CaseNumber">The decision's diarienummer.</param>
public sealed record BlockReason(FreeText Reason, FreeText Law, FreeText CaseNumber);

/// <summary>
/// The family, or a holder by law, has blocked some of a child's records: a block takes precedence over every consent and every
/// assessment, and is never deleted. Swedish: <b>spärr</b> (OSL 12 kap. 2 §).
/// </summary>
public sealed class DisclosureBlock
{
    private DisclosureBlock() { }

    /// <summary>The block's id.</summary>
    public DisclosureBlockId Id { get; private init; }

    /// <summary>The child whose records are closed.</summary>
    public PersonId Child { get; private init; }

    /// <summary>The type that is closed, or null for every type.</summary>
    public RecordTypeCode? RecordType { get; private init; }

    /// <summary>The branch whose records are closed, or null for every holder.</summary>
    public BranchId? Holder { get; private init; }

    /// <summary>The branch that receives nothing, or null for every recipient.</summary>
    public BranchId? Recipient { get; private init; }

    /// <summary>The guardian or pupil who placed it, or null when the holder did. Revealed only to that person and the log.</summary>
    public PersonId? PlacedByPerson { get; private init; }

    /// <summary>The member of the holder's staff who placed it, or null when the family did.</summary>
    public StaffMemberId? PlacedByStaff { get; private init; }

    /// <summary>The holder's reasons; empty when the family placed it, which needs no reasons.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>The paragraph; empty when the family placed it.</summary>
    public string Law { get; private init; } = "";

    /// <summary>The diarienummer of the holder's decision; empty when the family placed it.</summary>
    public string CaseNumber { get; private init; } = "";

    /// <summary>The first moment it applies.</summary>
    public DateTimeOffset PlacedAt { get; private init; }

    /// <summary>The first moment it no longer applies, or null.</summary>
    public DateTimeOffset? LiftedAt { get; private set; }

    /// <summary>The guardian or pupil who lifted it.</summary>
    public PersonId? LiftedByPerson { get; private set; }

    /// <summary>The member of staff who lifted it.</summary>
    public StaffMemberId? LiftedByStaff { get; private set; }

    /// <summary>The holder's reasons for lifting it; empty when the family did.</summary>
    public string LiftingReason { get; private set; } = "";

    /// <summary>The diarienummer of the decision to lift it; empty when the family did.</summary>
    public string LiftingCaseNumber { get; private set; } = "";

    /// <summary>Its scope.</summary>
    public BlockScope Scope => new(RecordType, Holder, Recipient);

    internal static DisclosureBlock ByFamily(DisclosureBlockId id, PersonId child, BlockScope scope, PersonId by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Child = child,
            RecordType = scope.RecordType,
            Holder = scope.Holder,
            Recipient = scope.Recipient,
            PlacedByPerson = by,
            PlacedAt = now,
        };

    internal static DisclosureBlock ByHolder(
        DisclosureBlockId id, PersonId child, BlockScope scope, StaffMemberId by, BlockReason because, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Child = child,
            RecordType = scope.RecordType,
            Holder = scope.Holder,
            Recipient = scope.Recipient,
            PlacedByStaff = by,
            Reason = because.Reason.Value,
            Law = because.Law.Value,
            CaseNumber = because.CaseNumber.Value,
            PlacedAt = now,
        };

    internal void LiftByFamily(PersonId by, DateTimeOffset now) => (LiftedAt, LiftedByPerson) = (now, by);

    internal void LiftByHolder(StaffMemberId by, FreeText reason, FreeText caseNumber, DateTimeOffset now) =>
        (LiftedAt, LiftedByStaff, LiftingReason, LiftingCaseNumber) = (now, by, reason.Value, caseNumber.Value);
}
