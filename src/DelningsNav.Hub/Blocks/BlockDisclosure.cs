using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Blocks;

/// <summary>How placing a block ended.</summary>
public abstract record BlockOutcome
{
    private BlockOutcome() { }

    /// <summary>The block is placed. Placing the same block again returns the existing block.</summary>
    public sealed record Blocked(DisclosureBlockId Block, DateTimeOffset At) : BlockOutcome;

    /// <summary>The request has these faults, and nothing was blocked.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : BlockOutcome;

    /// <summary>
    /// The hub has no such child, or the caller does not decide in the child's matters. Both cases have this same outcome.
    /// </summary>
    public sealed record NoSuchChild : BlockOutcome;

    /// <summary>The member of staff neither assesses for the branch that holds the records nor is a registrator of its authority.</summary>
    public sealed record NotForTheHolder : BlockOutcome;
}

/// <summary>Places a block. A family member places it without a reason, and the holder's staff place it with the reasons in law.</summary>
public sealed class BlockDisclosure(LoggedChanges changes, PoliciesInForce inForce, IdSource ids, TimeProvider clock)
{
    /// <summary>The greatest number of characters in a reason.</summary>
    public const int LongestReason = 1000;

    /// <summary>The greatest number of characters in a paragraph or a diarienummer.</summary>
    public const int LongestNumber = 100;

    /// <summary>The field for the reason.</summary>
    public static TextField Reason { get; } = new("reason", LongestReason);

    /// <summary>The field for the paragraph of law.</summary>
    public static TextField Law { get; } = new("law", LongestNumber);

    /// <summary>The field for the diarienummer.</summary>
    public static TextField CaseNumber { get; } = new("caseNumber", LongestNumber);

    /// <summary>The faults in a holder's reasons, so that a page can show them together with its other faults.</summary>
    public static IEnumerable<Fault> FaultsOf(BlockReason because)
    {
        ArgumentNullException.ThrowIfNull(because);
        return BlockFaults.Of(because);
    }

    /// <summary>Places the block. Once this method returns, no further release that the block prevents can be logged.</summary>
    /// <param name="child">The child.</param>
    /// <param name="scope">The scope of the block. If the holder's staff name no holder, the records of their own branch are
    /// blocked.</param>
    /// <param name="because">The reasons in law from staff. It is null for a family member.</param>
    /// <param name="caller">The person who places it.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing was blocked.</exception>
    public async Task<BlockOutcome> HandleAsync(PersonId child, BlockScope scope, BlockReason? because, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var now = clock.GetUtcNow();
        var types = (await inForce.ForDisplayAsync(ct)).Policies.RecordTypes;
        var changed = await changes.ChangeAsync<BlockOutcome>(
            [SubjectId.Of(child)],
            (db, ct) => caller is Caller.Family family
                ? ByFamilyAsync(db, child, scope, family.Id, types, now, ct)
                : ByHolderAsync(db, child, scope, because, caller, types, now, ct),
            caller.Call,
            ct);
        return changed.Outcome;
    }

    private async Task<Change<BlockOutcome>> ByFamilyAsync(
        HubDbContext db, PersonId child, BlockScope scope, PersonId person, RecordTypeCatalogue types, DateTimeOffset now,
        CancellationToken ct)
    {
        if (await BlockRights.DecidesAsync(db, person, child, SwedishTime.DayOf(now), ct) is not { } seen)
        {
            return Change<BlockOutcome>.None(new BlockOutcome.NoSuchChild());
        }

        var faults = await FaultsAsync(db, scope, types, ct);
        if (scope.RecordType is { } code && types.TryFind(code, out var type) && FamilySecrets.Hides([type]))
        {
            faults.Add(
                new(
                    "recordType", "type-unnamed-to-families",
                    "the name of this type would reveal another member of the family to the reader; block its holder instead"));
        }

        if (faults.Count > 0)
        {
            return Change<BlockOutcome>.None(new BlockOutcome.Invalid(faults));
        }

        var stands = (
            await db.DisclosureBlocks.Where(b => b.Child == child && b.PlacedByPerson == person && b.LiftedAt == null).ToListAsync(ct))
            .Find(b => b.Scope == scope);
        return stands is not null
            ? Change<BlockOutcome>.None(new BlockOutcome.Blocked(stands.Id, stands.PlacedAt))
            : await PlacedAsync(
                db, DisclosureBlock.ByFamily(ids.New<DisclosureBlockId>(), await db.KeyOfAsync(child, ct), scope, person, now),
                new Actor(person.Value, "person", seen.Bond.ToString()), ct);
    }

    private async Task<Change<BlockOutcome>> ByHolderAsync(
        HubDbContext db, PersonId child, BlockScope named, BlockReason? because, Caller caller, RecordTypeCatalogue types,
        DateTimeOffset now, CancellationToken ct)
    {
        var speaker = await BlockRights.SpeakerAsync(db, caller, SwedishTime.DayOf(now), ct);
        var scope = named with { Holder = named.Holder ?? speaker?.Staff.Branch.Id };
        var holder = await db.Branches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == scope.Holder, ct);
        if (speaker is not { Staff: var staff } || holder is null || !speaker.SpeaksFor(holder))
        {
            return Change<BlockOutcome>.None(new BlockOutcome.NotForTheHolder());
        }

        if (!await InnerSecrecy.SeenBy(db, staff).ContainsAsync(child, ct))
        {
            return Change<BlockOutcome>.None(new BlockOutcome.NoSuchChild());
        }

        var reason = because ?? new BlockReason(FreeText.None, FreeText.None, FreeText.None);
        List<Fault> faults = [.. await FaultsAsync(db, scope, types, ct), .. BlockFaults.Of(reason)];
        if (faults.Count > 0)
        {
            return Change<BlockOutcome>.None(new BlockOutcome.Invalid(faults));
        }

        // This finds the same decision when it is sent again. Another decision may block the same types too. Each block is lifted by its
        // own decision.
        var number = reason.CaseNumber.Value;
        var stands = (
            await db.DisclosureBlocks.Where(b => b.Child == child
                && b.PlacedByStaff != null
                && b.CaseNumber == number
                && b.LiftedAt == null).ToListAsync(ct))
            .Find(b => b.Scope == scope);
        return stands is not null
            ? Change<BlockOutcome>.None(new BlockOutcome.Blocked(stands.Id, stands.PlacedAt))
            : await PlacedAsync(
                db,
                DisclosureBlock.ByHolder(ids.New<DisclosureBlockId>(), await db.KeyOfAsync(child, ct), scope, staff.Member.Id, reason, now),
                staff.Actor, ct);
    }

    private static async Task<Change<BlockOutcome>> PlacedAsync(HubDbContext db, DisclosureBlock block, Actor by, CancellationToken ct)
    {
        db.Add(block);
        return new Change<BlockOutcome>(
            new BlockOutcome.Blocked(block.Id, block.PlacedAt),
            [await BlockEntry.OfAsync(db, EntryKinds.DisclosureBlockPlaced, block, by, ct)]);
    }

    private static async Task<List<Fault>> FaultsAsync(HubDbContext db, BlockScope scope, RecordTypeCatalogue types, CancellationToken ct)
    {
        var faults = new List<Fault>();
        if (scope.NamesNothing)
        {
            faults.Add(new("recordType", "block-names-nothing", "name a record type, a holder or a recipient"));
        }

        if (scope.RecordType is { } code && !types.TryFind(code, out _))
        {
            faults.Add(new("recordType", "unknown-record-type", "name a record type of the catalogue"));
        }

        foreach (var (branch, field) in new[] { (scope.Holder, "holder"), (scope.Recipient, "recipient") })
        {
            if (branch is { } id && !await db.Branches.AnyAsync(b => b.Id == id, ct))
            {
                faults.Add(new(field, "unknown-branch", "name a branch that the hub knows"));
            }
        }

        return faults;
    }
}

/// <summary>The faults in a holder's reasons.</summary>
internal static class BlockFaults
{
    public static IEnumerable<Fault> Of(BlockReason because) =>
    [
        .. Of(BlockDisclosure.Reason, because.Reason),
        .. Of(BlockDisclosure.Law, because.Law),
        .. Of(BlockDisclosure.CaseNumber, because.CaseNumber),
    ];

    public static IReadOnlyList<Fault> Of(TextField field, FreeText text) => text.IsEmpty
        ? [new(field.Name, "text-missing", "what the holder closes or opens by law needs reason, paragraph and diarienummer")]
        : text.Faults;
}
