using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Sessions;

/// <summary>
/// Logs who signs in and out (ADR 0045). Only a known person can make such an entry: an attempt that fails is counted, and never logged
/// here, so that a stranger cannot fill the log.
/// </summary>
public sealed class SessionTrail(HubDatabase database, LogWriter log, LogFence fence, TimeProvider clock)
{
    /// <summary>
    /// Logs a sign-in, before the session begins. False when the hub is fenced and logs nothing: two system owners must be able to sign in
    /// to confirm the restore.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nobody may be signed in.</exception>
    public Task<bool> SignedInAsync(Caller person, string way, CancellationToken ct) => WriteAsync(EntryKinds.SignedIn, person, way, ct);

    /// <summary>Logs a sign-out, after the session has ended. False when the hub is fenced.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written. The session has ended nevertheless.</exception>
    public Task<bool> SignedOutAsync(Caller person, string way, CancellationToken ct) => WriteAsync(EntryKinds.SignedOut, person, way, ct);

    private async Task<bool> WriteAsync(string kind, Caller person, string way, CancellationToken ct)
    {
        if (fence.IsClosed)
        {
            return false;
        }

        await using var db = database.NewContext();
        var staff = await KnownStaff.FindAsync(db, person, SwedishTime.DayOf(clock.GetUtcNow()), ct);
        await log.AppendAsync(
            new NewEntry
            {
                Kind = kind,
                Actor = person switch
                {
                    Caller.Family family => new Actor(family.Id.Value, "person", "Person"),
                    Caller.Staff member => staff?.Actor ?? new Actor(member.Id.Value, "staff", ""),
                    Caller.System or Caller.Hub => throw new ArgumentException("only people sign in", nameof(person)),
                    _ => throw new UnreachableException(),
                },
                Fields = new Dictionary<string, string?> { ["way"] = way },
            },
            ct);
        return true;
    }
}
