using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>A family's block, in the form that a member of the family may know. It never reveals which other member placed it.</summary>
/// <param name="Id">The block.</param>
/// <param name="Type">The type of record, or null for every type.</param>
/// <param name="Holder">The holder whose records are blocked, or null for every holder.</param>
/// <param name="Recipient">The recipient that gets nothing, or null when no recipient gets anything.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="LiftedAt">When it was lifted, or null while it applies.</param>
/// <param name="ByReader">Whether the reader placed it.</param>
/// <param name="MayLift">Whether the reader may lift it.</param>
public sealed record FamilyBlock(
    DisclosureBlockId Id,
    RecordTypeName? Type,
    PartyName? Holder,
    PartyName? Recipient,
    DateTimeOffset PlacedAt,
    DateTimeOffset? LiftedAt,
    bool ByReader,
    bool MayLift);

/// <summary>The blocks of one child, with the choices for a new block.</summary>
/// <param name="Child">The child.</param>
/// <param name="ChildName">The given name.</param>
/// <param name="Bond">The reader's bond to the child.</param>
/// <param name="MayPlace">Whether the reader may place a block.</param>
/// <param name="Blocks">Every block of the family, newest first, including lifted blocks.</param>
/// <param name="Types">Every type that can be blocked by name. The list is the same for every child.</param>
/// <param name="Branches">Every branch in the hub. The list is the same for every child, so that it does not reveal who holds what.</param>
public sealed record FamilyBlockList(
    PersonId Child,
    string ChildName,
    FamilyBond Bond,
    bool MayPlace,
    IReadOnlyList<FamilyBlock> Blocks,
    IReadOnlyList<RecordTypeName> Types,
    IReadOnlyList<(BranchId Id, PartyName Name)> Branches)
{
    /// <summary>
    /// Whether the child's rows were changed outside the hub. The reader, whose bond the log proves, may then place blocks, and lift none.
    /// They see neither the child's name nor what is blocked: the blocks have the ids of the reader's own, and nothing else.
    /// </summary>
    public bool IsUnderCheck { get; init; }
}

/// <summary>
/// Reads the family's own blocks. Blocks that a holder has placed by law are not included, because such a block may be directed against a
/// member of the family.
/// </summary>
public sealed class FamilyBlocks(HubDatabase database, LogWriter log, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>
    /// The blocks of a child. Null when the child does not exist or the reader may not see the blocks. Both cases give the same answer.
    /// </summary>
    public async Task<FamilyBlockList?> ReadAsync(PersonId child, PersonId reader, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        await using var db = database.NewContext();
        if (await FamilyRights.FindStoredAsync(db, reader, child, today, ct) is not { } seen)
        {
            return null;
        }

        var decides = BlockRights.Decides(seen, today);
        var types = (await inForce.ForDisplayAsync(ct)).Policies.RecordTypes;
        var branches = await BranchNames.ReadAsync(db, ct);
        if (await db.IsSoundAsync(SubjectId.Of(child), SubjectKind.Person, ct))
        {
            var blocks = await BlocksAsync(db, child, reader, decides, today, types, branches, ct);
            return new FamilyBlockList(child, seen.Child.GivenName, seen.Bond, decides, blocks, Named(types), branches);
        }

        return decides && await FamilyUnderCheck.ProvenAsync(db, log, seen, reader, today, ct) is { } logged
            ? new FamilyBlockList(child, "", seen.Bond, decides, await PlacedAsync(db, child, logged, ct), Named(types), branches)
            {
                IsUnderCheck = true,
            }
            : null;
    }

    private static async Task<IReadOnlyList<FamilyBlock>> BlocksAsync(
        HubDbContext db, PersonId child, PersonId reader, bool decides, DateOnly today, RecordTypeCatalogue types,
        IReadOnlyList<(BranchId Id, PartyName Name)> branches, CancellationToken ct)
    {
        var names = branches.ToDictionary(b => b.Id, b => b.Name);
        var blocks = new List<FamilyBlock>();
        foreach (var block in await db.DisclosureBlocks.AsNoTracking()
            .Where(b => b.Child == child && b.PlacedByPerson != null).OrderByDescending(b => b.PlacedAt).ThenBy(b => b.Id).ToListAsync(ct))
        {
            blocks.Add(new FamilyBlock(
                block.Id,
                block.RecordType is { } code ? FamilyConsentRows.NameOf(types, code) : null,
                block.Holder is { } holder ? names[holder] : null,
                block.Recipient is { } recipient ? names[recipient] : null,
                block.PlacedAt,
                block.LiftedAt,
                block.PlacedByPerson == reader,
                block.LiftedAt is null && decides && await BlockRights.MayLiftAsync(db, block, reader, today, ct)));
        }

        return blocks;
    }

    // What a changed row says is not shown, also when the log says that the reader placed the block.
    private static async Task<IReadOnlyList<FamilyBlock>> PlacedAsync(
        HubDbContext db, PersonId child, LoggedFamily logged, CancellationToken ct)
    {
        var blocks = await db.DisclosureBlocks.AsNoTracking().Where(b => b.Child == child && b.LiftedAt == null).ToListAsync(ct);
        return [.. blocks.Where(b => logged.Placed.Contains(b.Id))
            .Select(b => new FamilyBlock(b.Id, null, null, null, b.PlacedAt, null, ByReader: true, MayLift: false))];
    }

    // If the name of a type would reveal one parent's visits to the other, the type can be blocked only together with
    // everything else of its holder.
    private static List<RecordTypeName> Named(RecordTypeCatalogue types) =>
        [.. types.All.Where(type => !FamilySecrets.Hides([type])).Select(type => new RecordTypeName(type.Code, type))];
}
