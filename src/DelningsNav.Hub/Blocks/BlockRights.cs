using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Blocks;

/// <summary>Who may place a block, and who may lift which: the only place that decides this (ADR 0025).</summary>
/// <remarks>
/// One guardian's word is enough to block. The person who placed a block lifts it, for as long as they decide in the child's matters;
/// after that, any person who decides in them may. So a young adult can lift what guardians have placed, and no block outlives custody
/// without anybody who may lift it.
/// </remarks>
internal static class BlockRights
{
    /// <summary>
    /// The child and the reader's relation to it, when the reader decides in its matters: a guardian, or the child from 15
    /// years. Null for everybody else.
    /// </summary>
    public static async Task<(Person Child, FamilyBond Bond)?> DecidesAsync(
        HubDbContext db, PersonId reader, PersonId child, DateOnly today, CancellationToken ct) =>
        await FamilyRights.FindAsync(db, reader, child, today, ct) is { } seen && Decides(seen, today) ? seen : null;

    /// <summary>Whether a person who sees a child's matters also decides in them.</summary>
    public static bool Decides((Person Child, FamilyBond Bond) seen, DateOnly today) =>
        seen.Bond == FamilyBond.Guardian || seen.Child.AgeOn(today) >= Signers.ChildSeesOwnFrom;

    /// <summary>Whether a person who decides in the child's matters may lift this block.</summary>
    public static async Task<bool> MayLiftAsync(
        HubDbContext db, DisclosureBlock block, PersonId decider, DateOnly today, CancellationToken ct) =>
        block.PlacedByPerson is { } placer && (placer == decider || await DecidesAsync(db, placer, block.Child, today, ct) is null);

    /// <summary>
    /// Whether a member of staff may place and lift blocks by law on a branch's records: its assessors and the
    /// registrators of its authority may.
    /// </summary>
    public static bool SpeaksForHolder(KnownStaff staff, Branch holder) =>
        (staff.Member.Assesses && staff.Branch.Id == holder.Id)
        || (staff.Member.Role == StaffRole.Registrator && staff.Authority.Id == holder.Authority);
}
