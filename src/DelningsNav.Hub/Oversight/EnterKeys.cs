using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>Logs each key that has replaced another, once it is in force (ADR 0042).</summary>
/// <remarks>
/// The entry has the signed statement, so that the log itself proves which key came after which. It also makes the log grow at the change
/// of a log key: the head is then signed with the new key although nothing else happens, before the old key ends.
/// </remarks>
public sealed class EnterKeys(HubDatabase database, LogWriter log, TimeProvider clock)
{
    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);

    /// <summary>Logs what is due and returns the number of entries. Several nodes may run it at once; each key is logged once.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written.</exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var due = Due();
        while (due.Count > 0)
        {
            // The version is read before the entries are, so that the append fails if another node logs the same keys meanwhile.
            var named = await NamedAsync(ct);
            await ReadEnteredAsync(ct);
            due = Due();
            if (due.Count == 0)
            {
                return 0;
            }

            var appended = await log.AppendAsync(
                [.. due.Select(key => key.Entry)], named.Version, [new(SubjectId.PolicySet, named.SubjectVersion)], [], ct,
                new ChangedState(SubjectId.PolicySet));
            if (appended is AppendOutcome.Appended)
            {
                _entered.UnionWith(due.Select(key => key.Id));
                return due.Count;
            }
        }

        return 0;
    }

    private List<(string Id, NewEntry Entry)> Due()
    {
        var (root, now) = (log.Keys.Root, clock.GetUtcNow());
        return
        [
            .. root.Signing.Where(key => key.Statement is not null && key.From <= now)
                .Select(key => (Id: IdOf(key.PublicKey, KeyStatement.WordOf(key.Purpose)), Of: Words(key)))
                .Concat(root.Wrapping.Skip(1).Where(key => key.From <= now)
                    .Select(key => (Id: IdOf(key.Id, "wrapping"), Of: Words("wrapping", key.From, null))))
                .Where(key => !_entered.Contains(key.Id))
                .Select(key => (key.Id, Entry(key.Id, key.Of))),
        ];
    }

    private static string IdOf(byte[] key, string purpose) => $"{purpose}:{Convert.ToHexStringLower(key)}";

    private static Dictionary<string, string?> Words(HubSigningKey key) => Words(KeyStatement.WordOf(key.Purpose), key.From, key.Statement);

    private static Dictionary<string, string?> Words(string purpose, DateTimeOffset from, string? statement) => new()
    {
        ["purpose"] = purpose,
        ["from"] = KeyStatement.Written(from),
        ["statement"] = statement,
    };

    private static NewEntry Entry(string id, Dictionary<string, string?> words) => new()
    {
        Kind = EntryKinds.KeyInForce,
        Actor = Actor.Hub,
        Fields = new Dictionary<string, string?>(words) { ["key"] = id },
    };

    private async Task<NamedPolicySet> NamedAsync(CancellationToken ct)
    {
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        return await NamedPolicySet.ReadAsync(statements, null, ct);
    }

    private async Task ReadEnteredAsync(CancellationToken ct)
    {
        await using var db = database.NewContext();
        foreach (var row in await db.Log.AsNoTracking().Where(e => e.Kind == EntryKinds.KeyInForce).ToListAsync(ct))
        {
            if (await log.PayloadKeys.OpenAsync(row, ct) is { } json
                && EntryPayload.TryParse(json, out var opened)
                && opened.Fields.GetValueOrDefault("key") is { } key)
            {
                _entered.Add(key);
            }
        }
    }
}
