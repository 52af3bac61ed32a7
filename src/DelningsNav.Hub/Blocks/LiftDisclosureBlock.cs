using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Blocks;

/// <summary>How lifting a block ended.</summary>
public abstract record LiftOutcome
{
    private LiftOutcome() { }

    /// <summary>The block is lifted. Lifting it again returns the time of the first lifting.</summary>
    public sealed record Lifted(DateTimeOffset At) : LiftOutcome;

    /// <summary>The request has these faults, and the block remains.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : LiftOutcome;

    /// <summary>
    /// The caller cannot lift such a block. The outcome is the same when the block is missing, when the caller may not see it, and when the
    /// caller may see it but not lift it.
    /// </summary>
    public sealed record NoSuchBlock : LiftOutcome;
}

/// <summary>
/// Lifts a block. The block of a family is lifted by a person who may do this (<see cref="BlockRights"/>). The block of a holder is lifted
/// by the holder's staff, with a reason and a diarienummer.
/// </summary>
public sealed class LiftDisclosureBlock(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>Lifts the block. The block remains stored.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the block still applies.</exception>
    public async Task<LiftOutcome> HandleAsync(
        DisclosureBlockId id, FreeText reason, FreeText caseNumber, Caller caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(caseNumber);
        PersonId? child;
        await using (var reading = changes.NewContext())
        {
            child = await reading.DisclosureBlocks.Where(b => b.Id == id).Select(b => (PersonId?)b.Child).SingleOrDefaultAsync(ct);
        }

        if (child is null)
        {
            return new LiftOutcome.NoSuchBlock();
        }

        // Lifting a block can permit a release, but cannot prevent one. The version is raised nevertheless, so that the change and
        // concurrent decisions have one order.
        var now = clock.GetUtcNow();
        var changed = await changes.ChangeAsync<LiftOutcome>([SubjectId.Of(child.Value)], async (db, ct) =>
        {
            var block = await db.DisclosureBlocks.SingleAsync(b => b.Id == id, ct);
            return caller is Caller.Family family
                ? await ByFamilyAsync(db, block, family.Id, now, ct)
                : await ByHolderAsync(db, block, reason, caseNumber, caller, now, ct);
        }, caller.Call, ct);
        return changed.Outcome;
    }

    private static async Task<Change<LiftOutcome>> ByFamilyAsync(
        HubDbContext db, DisclosureBlock block, PersonId person, DateTimeOffset now, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(now);
        if (await BlockRights.DecidesAsync(db, person, block.Child, today, ct) is not { } seen
            || !await BlockRights.MayLiftAsync(db, block, person, today, ct))
        {
            return Change<LiftOutcome>.None(new LiftOutcome.NoSuchBlock());
        }

        if (block.LiftedAt is { } before)
        {
            return Change<LiftOutcome>.None(new LiftOutcome.Lifted(before));
        }

        block.LiftByFamily(person, now);
        return await LiftedAsync(db, block, new Actor(person.Value, "person", seen.Bond.ToString()), now, ct);
    }

    private static async Task<Change<LiftOutcome>> ByHolderAsync(
        HubDbContext db,
        DisclosureBlock block,
        FreeText reason,
        FreeText caseNumber,
        Caller caller,
        DateTimeOffset now,
        CancellationToken ct)
    {
        var speaker = await BlockRights.SpeakerAsync(db, caller, SwedishTime.DayOf(now), ct);
        var holder = await db.Branches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == block.Holder, ct);
        if (speaker is not { Staff: var staff } || block.PlacedByStaff is null || holder is null || !speaker.SpeaksFor(holder)
            || !await InnerSecrecy.SeesAsync(db, staff, block.Child, ct))
        {
            return Change<LiftOutcome>.None(new LiftOutcome.NoSuchBlock());
        }

        if (block.LiftedAt is { } before)
        {
            return Change<LiftOutcome>.None(new LiftOutcome.Lifted(before));
        }

        List<Fault> faults = [.. BlockFaults.Of(BlockDisclosure.Reason, reason), .. BlockFaults.Of(BlockDisclosure.CaseNumber, caseNumber)];
        if (faults.Count > 0)
        {
            return Change<LiftOutcome>.None(new LiftOutcome.Invalid(faults));
        }

        block.LiftByHolder(staff.Member.Id, reason, caseNumber, now);
        return await LiftedAsync(db, block, staff.Actor, now, ct);
    }

    private static async Task<Change<LiftOutcome>> LiftedAsync(
        HubDbContext db, DisclosureBlock block, Actor by, DateTimeOffset now, CancellationToken ct) =>
        new(new LiftOutcome.Lifted(now), [await BlockEntry.OfAsync(db, EntryKinds.DisclosureBlockLifted, block, by, ct)]);
}
