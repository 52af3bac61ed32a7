using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Blocks;

/// <summary>Who may place a block, and who may lift which: the one place that asks (ADR 0025).</summary>
/// <remarks>
/// One guardian's word is enough to close. It is opened by the one who closed it, for as long as they decide in the child's matters; after that by any who do. So a
/// young adult lifts what guardians have placed, and a block outlives nobody's custody for ever.
/// </remarks>
internal static class BlockRights
{
    /// <summary>The child with the reader's bond when the reader decides in its matters: a guardian, or the child from 15 years. Null for everybody else.</summary>
    public static async Task<(Person Child, FamilyBond Bond)?> DecidesAsync(HubDbContext db, PersonId reader, PersonId child, DateOnly today, CancellationToken ct) =>
        await FamilyRights.FindAsync(db, reader, child, today, ct) is { } seen && Decides(seen, today) ? seen : null;

    /// <summary>Whether one who sees a child's matters also decides in them.</summary>
    public static bool Decides((Person Child, FamilyBond Bond) seen, DateOnly today) =>
        seen.Bond == FamilyBond.Guardian || seen.Child.AgeOn(today) >= Signers.ChildSeesOwnFrom;

    /// <summary>Whether one who decides in the child's matters may lift this block.</summary>
    public static async Task<bool> MayLiftAsync(HubDbContext db, DisclosureBlock block, PersonId decider, DateOnly today, CancellationToken ct) =>
        block.PlacedByPerson is { } placer && (placer == decider || await DecidesAsync(db, placer, block.Child, today, ct) is null);

    /// <summary>Whether a member of staff places and lifts blocks by law on what a branch holds: one who assesses there, or a registrator of the authority.</summary>
    public static bool SpeaksForHolder(KnownStaff staff, Branch holder) =>
        (staff.Member.Assesses && staff.Branch.Id == holder.Id) || (staff.Member.Role == StaffRole.Registrator && staff.Authority.Id == holder.Authority);
}
