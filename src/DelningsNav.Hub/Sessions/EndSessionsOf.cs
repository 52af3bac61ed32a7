using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Sessions;

/// <summary>The outcome of ending the sessions of a member of staff.</summary>
public abstract record EndSessionsOutcome
{
    private EndSessionsOutcome() { }

    /// <summary>The member is no longer signed in anywhere.</summary>
    /// <param name="Count">How many sessions there were.</param>
    public sealed record Ended(int Count) : EndSessionsOutcome;

    /// <summary>The caller's authority has no such member of staff, or the caller is not a system owner.</summary>
    public sealed record NoSuchStaff : EndSessionsOutcome;
}

/// <summary>
/// A system owner ends every session of a member of staff of the own authority: a device is lost, or somebody may have taken over the
/// sign-in (ADR 0034).
/// </summary>
/// <remarks>When an employment ends, its sessions open nothing from that day without this (<see cref="PersonSessions"/>).</remarks>
public sealed class EndSessionsOf(HubDatabase database, TimeProvider clock)
{
    /// <summary>Ends every session of the member, also those that have expired.</summary>
    public async Task<EndSessionsOutcome> HandleAsync(StaffMemberId member, Caller caller, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        if (await SystemOwners.FindAsync(db, caller, clock.GetUtcNow(), ct) is not { } owner
            || await KnownStaff.FindAsync(db, member, ct) is not { } known
            || known.Authority.Id != owner.Authority.Id)
        {
            return new EndSessionsOutcome.NoSuchStaff();
        }

        return new EndSessionsOutcome.Ended(await SessionTable.EndAsync(db.Set<Session>().Where(s => s.Staff == member), ct));
    }
}
