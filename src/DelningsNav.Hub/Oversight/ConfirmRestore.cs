using System.Globalization;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>What is known about a restored database before people confirm it.</summary>
public sealed record RestoredDatabase
{
    /// <summary>The number of entries in the database's log.</summary>
    public required long StoredEntries { get; init; }

    /// <summary>When the last entry of the database was made, or null when it has none.</summary>
    public required DateTimeOffset? LastEntryAt { get; init; }

    /// <summary>The number of entries that this hub has signed, or null when no checkpoint is kept outside the database.</summary>
    public required long? SignedEntries { get; init; }

    /// <summary>Entries that closed a door and that the database does not have, oldest first, as far as this node has seen them.</summary>
    public required IReadOnlyList<LostClosing> Lost { get; init; }

    /// <summary>The name of the person who has confirmed first, or null.</summary>
    public required string? ConfirmedBy { get; init; }

    /// <summary>Whether the reader is the person who has confirmed first.</summary>
    public required bool ConfirmedByReader { get; init; }
}

/// <summary>An entry that closed a door and that the restored database does not have.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Kind">Its kind, from <see cref="EntryKinds"/>.</param>
/// <param name="Person">The name of the person whom it is about. Empty when there is none, when the identity is protected, and when the
/// restored database does not know the person.</param>
/// <param name="PersonId">The id of that person, or null.</param>
public sealed record LostClosing(DateTimeOffset At, string Kind, string Person, Guid? PersonId);

/// <summary>How the confirmation of a restore ended.</summary>
public abstract record ConfirmRestoreOutcome
{
    private ConfirmRestoreOutcome() { }

    /// <summary>The first of two people has confirmed. Another system owner must confirm within an hour.</summary>
    public sealed record First : ConfirmRestoreOutcome;

    /// <summary>Both have confirmed. The hub has logged it and is open again.</summary>
    public sealed record Opened(AuditReceipt Receipt) : ConfirmRestoreOutcome;

    /// <summary>The same person has confirmed before. Another one must confirm.</summary>
    public sealed record SamePerson : ConfirmRestoreOutcome;

    /// <summary>The decision is incomplete; nothing was confirmed.</summary>
    /// <param name="Faults">All faults. The list is never empty.</param>
    public sealed record Refused(IReadOnlyList<Fault> Faults) : ConfirmRestoreOutcome;

    /// <summary>The person signed in too long ago, and must sign in again.</summary>
    public sealed record SignInAgain : ConfirmRestoreOutcome;

    /// <summary>The hub is not fenced, or the caller is not a system owner of the authority that runs the hub.</summary>
    public sealed record NotAllowed : ConfirmRestoreOutcome;
}

/// <summary>
/// Lets two system owners of the authority that runs the hub confirm that it goes on from a database that is older than what it has signed.
/// </summary>
/// <remarks>
/// <code>
///   1. Allowed  The hub is fenced, and the caller is a system owner of the operating authority who has just signed in.
///   2. First    The first confirmation is held in this node's memory for an hour. Nobody who writes the database can make one.
///   3. Second   Another person confirms. An entry with both, and with what was lost, begins a new incarnation of the log.
///   4. Open     The head is taken as the newest one, and the fence opens.
/// </code>
/// </remarks>
public sealed class ConfirmRestore(HubDatabase database, LogWriter log, OperatingAuthority operating, TimeProvider clock)
{
    /// <summary>A sign-in is fresh for this long.</summary>
    public static TimeSpan FreshFor { get; } = TimeSpan.FromMinutes(10);

    /// <summary>What is known about the restored database, or null when the reader may not see it or the hub is not fenced.</summary>
    public async Task<RestoredDatabase?> ReadAsync(Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        if (!Fence.IsClosed || await OwnerAsync(db, caller, ct) is not { } owner)
        {
            return null;
        }

        var last = await db.Log.AsNoTracking().OrderByDescending(e => e.Index).FirstOrDefaultAsync(ct);
        var waiting = Fence.WaitingAt(clock.GetUtcNow());
        return new RestoredDatabase
        {
            StoredEntries = last is null ? 0 : last.Index + 1,
            LastEntryAt = last?.At,
            SignedEntries = log.Heads.Anchor.Newest?.Checkpoint.Checkpoint.Size,
            Lost = await LostAsync(db, ct),
            ConfirmedBy = waiting?.Name,
            ConfirmedByReader = waiting?.Person == owner.Member.Id,
        };
    }

    /// <summary>Confirms, as the first or as the second person.</summary>
    /// <param name="caller">The person, signed in at the pages.</param>
    /// <param name="signedInAt">When the person signed in.</param>
    /// <param name="caseNumber">The diarienummer of the decision.</param>
    /// <param name="ct">Cancels before the confirmation.</param>
    /// <exception cref="LogUnavailableException">The log cannot be written; the fence stays closed.</exception>
    public async Task<ConfirmRestoreOutcome> HandleAsync(
        Caller.Staff caller, DateTimeOffset signedInAt, FreeText caseNumber, CancellationToken ct)
    {
        // Step 1: Allowed.
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (!Fence.IsClosed || await OwnerAsync(db, caller, ct) is not { } owner)
        {
            return new ConfirmRestoreOutcome.NotAllowed();
        }

        if (now - signedInAt > FreshFor)
        {
            return new ConfirmRestoreOutcome.SignInAgain();
        }

        if (DecisionNumber.FaultsOf(caseNumber) is { Count: > 0 } faults)
        {
            return new ConfirmRestoreOutcome.Refused(faults);
        }

        // Step 2: First.
        if (Fence.WaitingAt(now) is not { } first)
        {
            Fence.Take(new RestoreConfirmation(owner.Member.Id, owner.Member.Name, caseNumber.Value, now));
            return new ConfirmRestoreOutcome.First();
        }

        if (SecondPerson.After(first.Person, owner, caller) is not { } second)
        {
            return new ConfirmRestoreOutcome.SamePerson();
        }

        // Two persons confirm one decision.
        if (caseNumber.Value != first.CaseNumber)
        {
            return new ConfirmRestoreOutcome.Refused(
                [new(DecisionNumber.Field.Name, "another-decision", "the person who confirmed first stated another decision")]);
        }

        // Steps 3 and 4: Second and Open.
        var lost = await LostAsync(db, ct);
        var receipt = await log.BeginIncarnationAsync(
            (incarnation, known, stored) => new NewEntry
            {
                Kind = EntryKinds.LogRestored,
                Actor = second.Staff.Actor,
                Fields = new Dictionary<string, string?>
                {
                    [LogRestores.IncarnationField] = Text(incarnation),
                    [LogRestores.LostSizeField] = Text(known?.Size ?? 0),
                    ["lost-root"] = known?.Root.ToBase64(),
                    ["restored-size"] = Text(stored),
                    ["lost-closings"] = Text(lost.Count),
                    ["confirmed-first"] = first.Person.ToString(),
                    ["confirmed-first-name"] = first.Name,
                    ["decision"] = caseNumber.Value,
                },
            },
            ct);
        await Fence.OpenAsync(ct);
        return new ConfirmRestoreOutcome.Opened(receipt);
    }

    private LogFence Fence => log.Heads.Fence;

    private async Task<KnownStaff?> OwnerAsync(HubDbContext db, Caller caller, CancellationToken ct) =>
        await SystemOwners.FindAsync(db, caller, clock.GetUtcNow(), ct) is { } owner && operating.Is(owner.Authority) ? owner : null;

    private async Task<IReadOnlyList<LostClosing>> LostAsync(HubDbContext db, CancellationToken ct)
    {
        var lost = new List<LostClosing>();
        foreach (var closing in log.Heads.Anchor.Closings())
        {
            var hash = MerkleHash.TryParse(closing.Leaf, out var parsed) ? parsed.Value.ToArray() : [];
            if (await db.Log.AsNoTracking().AnyAsync(e => e.Index == closing.Index && e.LeafHash == hash, ct))
            {
                continue;
            }

            var person = closing.About is { } id
                ? await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == new PersonId(id), ct)
                : null;
            lost.Add(new LostClosing(
                closing.At,
                closing.Kind,
                person is { Marking: SecurityMarking.None } ? person.Name : "",
                closing.About));
        }

        return lost;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
