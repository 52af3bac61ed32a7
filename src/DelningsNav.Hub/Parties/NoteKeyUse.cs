using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// Logs the first accepted call that is signed with a key, before the call is handled. A key that is used although nobody has begun to
/// use it is a key that somebody else has (ADR 0045).
/// </summary>
public sealed class NoteKeyUse(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>Notes that the key is used. Only the first use changes and logs anything.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the call may not be handled.</exception>
    public Task HandleAsync(ClientId client, string keyId, CancellationToken ct) =>
        changes.ChangeAsync<bool>([SubjectId.Of(client)], async (db, ct) =>
        {
            var found = await db.Clients.SingleAsync(c => c.Id == client, ct);
            if (!found.Keys.Single(k => k.KeyId == keyId).Use(clock.GetUtcNow()))
            {
                return Change<bool>.None(false);
            }

            var authority = await db.Branches.Where(b => b.Id == found.Branch).Select(b => b.Authority).SingleAsync(ct);
            return new Change<bool>(
                true,
                [
                    new NewEntry
                    {
                        Kind = EntryKinds.KeyFirstUsed,
                        Actor = new Actor(client.Value, "client", found.Name, authority),
                        Holder = authority,
                        Fields = new Dictionary<string, string?> { ["key"] = keyId },
                    },
                ]);
        }, ct);
}
