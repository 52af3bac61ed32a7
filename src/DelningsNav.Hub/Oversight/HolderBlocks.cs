using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>A block that a holder has placed by law. It names no child. The diarienummer leads to the decision.</summary>
/// <param name="Id">The block.</param>
/// <param name="RecordType">The code of the type of record that is blocked, or null for every type.</param>
/// <param name="Holder">The holder of the records.</param>
/// <param name="Recipient">The branch that receives nothing, or null for every branch.</param>
/// <param name="Because">The reasons.</param>
/// <param name="PlacedBy">The member of staff who placed it.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="LiftedAt">When it was lifted, or null while it applies.</param>
/// <param name="LiftingCaseNumber">The diarienummer of the decision to lift it, or empty.</param>
public sealed record HolderBlock(
    DisclosureBlockId Id,
    RecordTypeCode? RecordType,
    PartyName Holder,
    PartyName? Recipient,
    BlockGrounds Because,
    string PlacedBy,
    DateTimeOffset PlacedAt,
    DateTimeOffset? LiftedAt,
    string LiftingCaseNumber);

/// <summary>The grounds for a holder's block: the reasons, the paragraph of law and the diarienummer of the decision.</summary>
public sealed record BlockGrounds(string Reason, string Law, string CaseNumber);

/// <summary>The blocks by law of the branches for which a member of staff acts, and the choices for a new block.</summary>
/// <param name="Blocks">First the blocks that apply, the last placed first. Then the blocks that were lifted.</param>
/// <param name="Holders">The branches for which the reader acts.</param>
/// <param name="Recipients">Every branch that is registered in the hub.</param>
/// <param name="Types">Every type of record.</param>
public sealed record HolderBlockList(
    IReadOnlyList<HolderBlock> Blocks,
    IReadOnlyList<(BranchId Id, PartyName Name)> Holders,
    IReadOnlyList<(BranchId Id, PartyName Name)> Recipients,
    IReadOnlyList<RecordType> Types);

/// <summary>
/// Reads the blocks by law of a holder, for the registrators and assessors who act for the holder (<see cref="BlockRights"/>).
/// </summary>
public sealed class HolderBlocks(HubDatabase database, LookUpPerson lookUp, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>The blocks, or null when the caller acts for no holder.</summary>
    public async Task<HolderBlockList?> ReadAsync(Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var speaker = await BlockRights.SpeakerAsync(db, caller, SwedishTime.DayOf(clock.GetUtcNow()), ct);
        var own = await OwnAsync(db, speaker, ct);
        if (own.Count == 0 || speaker is null)
        {
            return null;
        }

        var branches = await BranchNames.ReadAsync(db, ct);
        var names = branches.ToDictionary(b => b.Id, b => b.Name);
        var seen = InnerSecrecy.SeenBy(db, speaker.Staff);
        var rows = await (
            from block in db.DisclosureBlocks
            join staff in db.Staff on block.PlacedByStaff equals staff.Id
            where block.Holder != null && own.Contains(block.Holder.Value) && seen.Contains(block.Child)
            select new { block, staff.Name }).AsNoTracking().ToListAsync(ct);
        var blocks = rows.OrderBy(row => row.block.LiftedAt is not null).ThenByDescending(row => row.block.PlacedAt)
            .ThenBy(row => row.block.Id.Value).Select(row => new HolderBlock(
            row.block.Id,
            row.block.RecordType,
            names[row.block.Holder!.Value],
            row.block.Recipient is { } recipient ? names[recipient] : null,
            new BlockGrounds(row.block.Reason, row.block.Law, row.block.CaseNumber),
            row.Name,
            row.block.PlacedAt,
            row.block.LiftedAt,
            row.block.LiftingCaseNumber));
        return new(
            [.. blocks], [.. branches.Where(b => own.Contains(b.Id))], branches,
            [.. (await inForce.ForDisplayAsync(ct)).Policies.RecordTypes.All]);
    }

    /// <summary>
    /// The child, if one of the branches for which the caller acts has deposited something about the child. Otherwise the result is null,
    /// whether the child is registered in the hub or not. Therefore nobody learns from the result which children other parties have
    /// registered. The look-up is logged.
    /// </summary>
    public async Task<PersonId?> FindChildAsync(IdentityNumber number, Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var own = await OwnAsync(db, caller, ct);
        return own.Count > 0
            && await lookUp.HandleAsync(number, caller, LookUpPerson.Purpose.Read("disclosure-block"), ct) is LookUpOutcome.Found found
            && await HaveDepositedAsync(db, own, found.Person, ct)
                ? found.Person
                : null;
    }

    /// <summary>Whether one of the branches for which the caller acts has deposited something about a child.</summary>
    public async Task<bool> HasDepositedAsync(PersonId child, Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        var speaker = await BlockRights.SpeakerAsync(db, caller, SwedishTime.DayOf(clock.GetUtcNow()), ct);
        return speaker is not null
            && await HaveDepositedAsync(db, await OwnAsync(db, speaker, ct), child, ct)
            && await InnerSecrecy.SeesAsync(db, speaker.Staff, child, ct);
    }

    private static Task<bool> HaveDepositedAsync(HubDbContext db, IReadOnlyList<BranchId> branches, PersonId child, CancellationToken ct) =>
        db.Records.AnyAsync(record => record.Child == child && branches.Contains(record.Holder), ct);

    private async Task<IReadOnlyList<BranchId>> OwnAsync(HubDbContext db, Caller caller, CancellationToken ct) =>
        await OwnAsync(db, await BlockRights.SpeakerAsync(db, caller, SwedishTime.DayOf(clock.GetUtcNow()), ct), ct);

    private static async Task<IReadOnlyList<BranchId>> OwnAsync(HubDbContext db, HolderSpeaker? speaker, CancellationToken ct)
    {
        if (speaker is null)
        {
            return [];
        }

        var branches = await db.Branches.AsNoTracking().Where(branch => branch.Authority == speaker.Staff.Authority.Id).ToListAsync(ct);
        return [.. branches.Where(speaker.SpeaksFor).Select(branch => branch.Id)];
    }
}
