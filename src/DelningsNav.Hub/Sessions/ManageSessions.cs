using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Sessions;

/// <summary>A session as its owner sees it.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="Browser">The browser and the operating system. It is empty if they are unknown.</param>
/// <param name="StartedAt">When the person signed in.</param>
/// <param name="LastSeenAt">When the session was last used, to the minute.</param>
public sealed record ReadSession(SessionId Id, string Browser, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt);

/// <summary>The outcome of ending one session.</summary>
public abstract record EndSessionOutcome
{
    private EndSessionOutcome() { }

    /// <summary>The session has ended.</summary>
    public sealed record Ended : EndSessionOutcome;

    /// <summary>The person has no such session, or it had ended before.</summary>
    public sealed record NoSuchSession : EndSessionOutcome;
}

/// <summary>
/// Shows a person where they are signed in, and ends what the person no longer wants (ADR 0034). Another's session is like one that does
/// not exist.
/// </summary>
public sealed class ManageSessions(HubDatabase database, TimeProvider clock)
{
    /// <summary>The person's sessions that can be used now, the latest sign-in first.</summary>
    public async Task<IReadOnlyList<ReadSession>> ReadAsync(Caller owner, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await SessionTable.OpenOf(db, owner, clock.GetUtcNow())
            .OrderByDescending(s => s.StartedAt).ThenByDescending(s => s.Id)
            .Select(s => new ReadSession(s.Id, s.Browser, s.StartedAt, s.LastSeenAt))
            .ToListAsync(ct);
    }

    /// <summary>Ends one session of the person.</summary>
    public async Task<EndSessionOutcome> EndAsync(SessionId session, Caller owner, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        var ended = await SessionTable.EndAsync(SessionTable.OpenOf(db, owner, clock.GetUtcNow()).Where(s => s.Id == session), ct);
        return ended > 0 ? new EndSessionOutcome.Ended() : new EndSessionOutcome.NoSuchSession();
    }

    /// <summary>Ends every session of the person except the one in use, also those that have expired.</summary>
    public async Task<int> EndOthersAsync(SessionId inUse, Caller owner, CancellationToken ct)
    {
        var (person, staff) = SessionTable.OwnerOf(owner);
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        return await SessionTable.EndAsync(
            db.Set<Session>().Where(s => s.Person == person && s.Staff == staff && s.Id != inUse), ct);
    }
}
