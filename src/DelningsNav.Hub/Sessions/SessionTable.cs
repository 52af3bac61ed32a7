using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Sessions;

/// <summary>
/// The one place where sessions begin and end. Everything that begins or ends a session calls one of the two methods, so that a log of
/// sign-ins is written here.
/// </summary>
internal static class SessionTable
{
    /// <summary>A session ends when it has not been used for this long.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(30);

    /// <summary>A session ends this long after the sign-in, also when it is used.</summary>
    public static readonly TimeSpan LongestFor = TimeSpan.FromHours(8);

    /// <summary>Begins a session.</summary>
    public static async Task BeginAsync(HubDbContext db, Session session, CancellationToken ct)
    {
        db.Set<Session>().Add(session);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Ends every session of the query, and returns how many there were.</summary>
    public static Task<int> EndAsync(IQueryable<Session> sessions, CancellationToken ct) => sessions.ExecuteDeleteAsync(ct);

    /// <summary>The sessions of a person that can still be used.</summary>
    public static IQueryable<Session> OpenOf(HubDbContext db, Caller owner, DateTimeOffset now)
    {
        var (person, staff) = OwnerOf(owner);
        var (seenAfter, startedAfter) = (now - IdleFor, now - LongestFor);
        return db.Set<Session>()
            .Where(s => s.Person == person && s.Staff == staff && s.LastSeenAt > seenAfter && s.StartedAt > startedAfter);
    }

    /// <summary>The columns of a session's owner.</summary>
    public static (PersonId? Person, StaffMemberId? Staff) OwnerOf(Caller owner) => owner switch
    {
        Caller.Family family => (family.Id, null),
        Caller.Staff staff => (null, staff.Id),
        Caller.System or Caller.Hub => throw new ArgumentException("only a signed-in person can have a session", nameof(owner)),
        _ => throw new UnreachableException(),
    };
}
