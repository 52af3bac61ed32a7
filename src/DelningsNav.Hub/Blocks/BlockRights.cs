using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Blocks;

/// <summary>Decides who may place a block and who may lift it. No other code decides this (ADR 0025).</summary>
/// <remarks>
/// One guardian alone may place a block. The person who placed a block may lift it for as long as that person decides in the child's
/// matters. After that, any person who decides in the child's matters may lift it. Therefore a young adult can lift the blocks of former
/// guardians, and somebody may always lift a block after custody has ended.
/// </remarks>
internal static class BlockRights
{
    /// <summary>
    /// The child and the reader's relation to the child, if the reader decides in the child's matters. This is a guardian, or the child
    /// from the age of 15. The result is null for everybody else.
    /// </summary>
    public static async Task<(Person Child, FamilyBond Bond)?> DecidesAsync(
        HubDbContext db, PersonId reader, PersonId child, DateOnly today, CancellationToken ct) =>
        await FamilyRights.FindAsync(db, reader, child, today, ct) is { } seen && Decides(seen, today) ? seen : null;

    /// <summary>Whether a person who may see a child's matters also decides in them.</summary>
    public static bool Decides((Person Child, FamilyBond Bond) seen, DateOnly today) =>
        seen.Bond == FamilyBond.Guardian || seen.Child.AgeOn(today) >= Signers.ChildSeesOwnFrom;

    /// <summary>Whether a person who decides in the child's matters may lift this block.</summary>
    public static async Task<bool> MayLiftAsync(
        HubDbContext db, DisclosureBlock block, PersonId decider, DateOnly today, CancellationToken ct) =>
        block.PlacedByPerson is { } placer && (placer == decider || await DecidesAsync(db, placer, block.Child, today, ct) is null);

    /// <summary>
    /// Whether a member of staff may place and lift blocks by law on a branch's records. The assessors of the branch and the registrators
    /// of its authority may do this.
    /// </summary>
    public static bool SpeaksForHolder(KnownStaff staff, Branch holder) =>
        (staff.Member.Assesses && staff.Branch.Id == holder.Id)
        || (staff.Member.Role == StaffRole.Registrator && staff.Authority.Id == holder.Authority);
}
