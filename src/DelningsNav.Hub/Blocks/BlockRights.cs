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
        await FamilyRights.FindStoredAsync(db, reader, child, today, ct) is { } seen && Decides(seen, today) ? seen : null;

    /// <summary>Whether a person who may see a child's matters also decides in them.</summary>
    public static bool Decides((Person Child, FamilyBond Bond) seen, DateOnly today) =>
        seen.Bond == FamilyBond.Guardian || seen.Child.AgeOn(today) >= Signers.ChildSeesOwnFrom;

    /// <summary>Whether a person who decides in the child's matters may lift this block.</summary>
    public static async Task<bool> MayLiftAsync(
        HubDbContext db, DisclosureBlock block, PersonId decider, DateOnly today, CancellationToken ct) =>
        block.PlacedByPerson is { } placer && (placer == decider || await DecidesAsync(db, placer, block.Child, today, ct) is null);

    /// <summary>
    /// The acting member of staff, if they may place and lift blocks by law on the records of any branch, with the test of a branch. The
    /// assessors of the branch and the registrators of its authority may do this. A system needs the role in which they may.
    /// </summary>
    public static async Task<HolderSpeaker?> SpeakerAsync(HubDbContext db, Caller caller, DateOnly today, CancellationToken ct)
    {
        var assessor = await KnownStaff.FindAsync(db, caller, ClientRole.Assessor, today, ct);
        var registrator = await KnownStaff.FindAsync(db, caller, ClientRole.Registrator, today, ct);
        return (assessor ?? registrator) is { } staff
            ? new HolderSpeaker(
                staff, assessor is { Member.Assesses: true }, registrator is { Member.Role: StaffRole.Registrator })
            : null;
    }
}

/// <summary>A member of staff who may speak for a holder.</summary>
/// <param name="Staff">Who it is.</param>
/// <param name="AsAssessor">Whether they assess for their branch, and act as an assessor.</param>
/// <param name="AsRegistrator">Whether they are a registrator of their authority, and act as one.</param>
internal sealed record HolderSpeaker(KnownStaff Staff, bool AsAssessor, bool AsRegistrator)
{
    /// <summary>Whether they may place and lift blocks by law on a branch's records.</summary>
    public bool SpeaksFor(Branch holder) =>
        (AsAssessor && Staff.Branch.Id == holder.Id) || (AsRegistrator && Staff.Authority.Id == holder.Authority);
}
