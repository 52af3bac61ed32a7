using System.Buffers.Text;
using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Sessions;

/// <summary>A sign-in from which a session is made.</summary>
/// <param name="Owner">The person who signed in: a member of staff, a guardian or a pupil.</param>
/// <param name="Content">What the pages know of the person. It is stored encrypted, and returned as it is.</param>
/// <param name="Way">The way to sign in, such as <c>oidc</c>.</param>
/// <param name="Browser">The browser and the operating system, such as "Firefox, Windows".</param>
public sealed record NewSession(Caller Owner, string Content, string Way, string Browser);

/// <summary>The state of a session.</summary>
public abstract record SessionFound
{
    private SessionFound(Caller owner, string content) => (Owner, Content) = (owner, content);

    /// <summary>The person who signed in.</summary>
    public Caller Owner { get; }

    /// <summary>What the pages know of the person.</summary>
    public string Content { get; }

    /// <summary>The session can be used.</summary>
    public sealed record Open : SessionFound
    {
        internal Open(Caller owner, string content, SessionId id, DateTimeOffset endsAt, DateTimeOffset longestEndsAt)
            : base(owner, content) => (Id, EndsAt, LongestEndsAt) = (id, endsAt, longestEndsAt);

        /// <summary>The session's id.</summary>
        public SessionId Id { get; }

        /// <summary>When the session ends if it is not used again.</summary>
        public DateTimeOffset EndsAt { get; }

        /// <summary>When the session ends even if it is used.</summary>
        public DateTimeOffset LongestEndsAt { get; }
    }

    /// <summary>
    /// The session has expired, less than a day ago. It opens nothing. It only shows who typed a form that is sent too late.
    /// </summary>
    public sealed record Lapsed : SessionFound
    {
        internal Lapsed(Caller owner, string content)
            : base(owner, content) { }
    }
}

/// <summary>
/// The sessions of people who have signed in (ADR 0034). A session is a row in the database, so that it can be ended here; the browser has
/// only a random secret.
/// </summary>
/// <remarks>
/// <code>
///   1. Begin   every sign-in makes a new secret, and ends the session that the browser had before.
///   2. Find    the row is found by the keyed hash of the secret. A reader of the table cannot make a cookie.
///   3. Use     a use extends the session to 30 minutes from now, and never beyond 8 hours from the sign-in.
///   4. End     the row is deleted. The cookie then opens nothing.
/// </code>
/// A row is opened with its owner and its start, so a row that is given to another owner, or another start, opens nothing. The session of a
/// member of staff whose employment has ended opens nothing, however the employment was ended.
/// </remarks>
public sealed class PersonSessions(HubDatabase database, HubKeys keys, IdSource ids, TimeProvider clock)
{
    private const int SecretLength = 32;

    // A use within this time after the last one is not written, so that the reading of pages does not write each time.
    private static readonly TimeSpan WrittenEvery = TimeSpan.FromMinutes(1);

    /// <summary>How long after its end a session still shows who typed a form that is sent too late.</summary>
    public static TimeSpan LapsedFor { get; } = TimeSpan.FromDays(1);

    /// <summary>A session ends when it has not been used for this long.</summary>
    public static TimeSpan IdleFor => SessionTable.IdleFor;

    /// <summary>A session ends this long after the sign-in.</summary>
    public static TimeSpan LongestFor => SessionTable.LongestFor;

    /// <summary>Begins a session, and ends the one that the browser had before. Returns the secret for the browser.</summary>
    public async Task<string> BeginAsync(NewSession signIn, string? before, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(signIn);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength));
        var (person, staff) = SessionTable.OwnerOf(signIn.Owner);
        var (id, hash) = (ids.New<SessionId>(), keys.SessionHash(secret));

        // The column has milliseconds, and the time of the sign-in is part of what the content is bound to.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var session = new Session
        {
            Id = id,
            SecretHash = hash,
            Person = person,
            Staff = staff,
            Sealed = keys.SealText(signIn.Content, Purpose(id, hash, person, staff, now)),
            Way = signIn.Way,
            Browser = signIn.Browser,
            StartedAt = now,
            LastSeenAt = now,
        };
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (before is not null)
        {
            await SessionTable.EndAsync(Of(db, before), ct);
        }

        await SessionTable.BeginAsync(db, session, ct);
        await transaction.CommitAsync(ct);
        return secret;
    }

    /// <summary>The session with this secret, or null when there is none.</summary>
    /// <param name="secret">The secret from the browser.</param>
    /// <param name="ct">Cancels the search.</param>
    public async Task<SessionFound?> FindAsync(string secret, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        await using var db = database.NewContext();
        var found = await Of(db, secret).AsNoTracking()
            .Where(s => s.Staff == null
                || db.Set<StaffMember>().Any(m => m.Id == s.Staff && (m.LeftOn == null || m.LeftOn > today)))
            .SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return null;
        }

        string content;
        try
        {
            content = keys.OpenText(found.Sealed, Purpose(found.Id, found.SecretHash, found.Person, found.Staff, found.StartedAt));
        }
        catch (CryptographicException)
        {
            // The row was changed without the hub's key. It is no session of anybody.
            return null;
        }

        Caller owner = found.Person is { } person ? new Caller.Family(person) : new Caller.Staff(found.Staff!.Value);
        var (last, endsAt) = (found.StartedAt + LongestFor, EndOf(found.StartedAt, found.LastSeenAt));
        if (now >= endsAt)
        {
            return now < endsAt + LapsedFor ? new SessionFound.Lapsed(owner, content) : null;
        }

        if (now - found.LastSeenAt >= WrittenEvery)
        {
            await UseAsync(db, found.Id, now, ct);
            endsAt = EndOf(found.StartedAt, now);
        }

        return new SessionFound.Open(owner, content, found.Id, endsAt, last);
    }

    /// <summary>Ends the session with this secret, because the person signs out. If there is none, nothing happens.</summary>
    public async Task EndAsync(string secret, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        await SessionTable.EndAsync(Of(db, secret), ct);
    }

    /// <summary>Removes every session that ended a day ago or earlier, and returns how many it removed.</summary>
    public async Task<int> RemoveOldAsync(CancellationToken ct)
    {
        var last = clock.GetUtcNow() - LapsedFor;
        var (seen, started) = (last - IdleFor, last - LongestFor);
        using var gate = await database.EnterWriteAsync(ct);
        await using var db = database.NewContext();
        return await db.Set<Session>().Where(s => s.LastSeenAt <= seen || s.StartedAt <= started).ExecuteDeleteAsync(ct);
    }

    private static DateTimeOffset EndOf(DateTimeOffset startedAt, DateTimeOffset lastSeenAt)
    {
        var (idle, longest) = (lastSeenAt + IdleFor, startedAt + LongestFor);
        return idle < longest ? idle : longest;
    }

    private static string Purpose(SessionId id, byte[] hash, PersonId? person, StaffMemberId? staff, DateTimeOffset startedAt) =>
        $"session:{id}:{Convert.ToHexString(hash)}:{person}:{staff}:{startedAt.ToUnixTimeMilliseconds()}";

    // A row that was deleted meanwhile stays deleted.
    private async Task UseAsync(HubDbContext db, SessionId id, DateTimeOffset now, CancellationToken ct)
    {
        using var gate = await database.EnterWriteAsync(ct);
        await db.Set<Session>().Where(s => s.Id == id && s.LastSeenAt < now)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), ct);
    }

    private IQueryable<Session> Of(HubDbContext db, string secret)
    {
        var hash = keys.SessionHash(secret);
        return db.Set<Session>().Where(s => s.SecretHash == hash);
    }
}
