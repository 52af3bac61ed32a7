using System.Security.Cryptography;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Seals;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Compares the state with the log, continuously. It finds an older state that was put back together with its older seal, which a decision
/// cannot see (ADR 0038).
/// </summary>
/// <remarks>
/// Each entry of a change has the digests of the states that it made. A round reads the new entries, and then compares some subjects with
/// the last digest that the log has of them, in turn. A round takes at most <see cref="EntriesInRound"/> entries and
/// <see cref="SubjectsInRound"/> subjects, and there is a round each minute: that is how soon an older state is found. A subject that
/// differs opens nothing from then on. While the log has an entry that somebody has made unreadable, no subject does: the entry may be the
/// one that closed it.
/// </remarks>
public sealed class StateAudit(HubDatabase database, LogWriter log)
{
    /// <summary>The most entries that a round reads. After a start, the whole log is read first.</summary>
    public const int EntriesInRound = 100_000;

    /// <summary>The most subjects that a round compares.</summary>
    public const int SubjectsInRound = 5_000;

    private const int Batch = 1_000;

    private readonly Dictionary<SubjectId, string> _expected = [];
    private readonly Queue<SubjectId> _turn = new();
    private long _next;

    /// <summary>One sentence for each subject that differs from its seal or from the log. A sentence names ids only.</summary>
    public IReadOnlyList<string> Alarms => log.StateAlarms.All;

    /// <summary>A round. Returns the number of subjects that differ.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!await CatchUpAsync(ct))
        {
            return 0;
        }

        var differing = 0;
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        for (var i = Math.Min(_turn.Count, SubjectsInRound); i > 0; i--)
        {
            var subject = _turn.Dequeue();
            _turn.Enqueue(subject);
            if (!await MatchesAsync(statements, subject, ct))
            {
                differing++;
                log.StateAlarms.Raise(subject, StateAlarms.OldState);
            }
        }

        return differing;
    }

    // A change may be committed between the reading of the log and of the rows. Then the log has a new digest.
    private async Task<bool> MatchesAsync(Statements statements, SubjectId subject, CancellationToken ct)
    {
        for (var expected = ""; expected != _expected[subject];)
        {
            expected = _expected[subject];
            if (Convert.ToBase64String(await log.Seals.DigestAsync(statements, null, subject, ct)) == expected)
            {
                return true;
            }

            await CatchUpAsync(ct);
        }

        return false;
    }

    /// <summary>Reads the new entries. Returns false when there are more than a round reads.</summary>
    private async Task<bool> CatchUpAsync(CancellationToken ct)
    {
        for (var read = 0; read < EntriesInRound;)
        {
            await using var db = database.NewContext();
            var next = _next;
            var rows = await db.Log.AsNoTracking().Where(e => e.Index >= next).OrderBy(e => e.Index).Take(Batch).ToListAsync(ct);
            foreach (var row in rows)
            {
                await TakeAsync(row, ct);
            }

            if (rows.Count < Batch)
            {
                return true;
            }

            read += rows.Count;
        }

        return false;
    }

    private async Task TakeAsync(LogRow row, CancellationToken ct)
    {
        _next = row.Index + 1;
        if (await StateOfAsync(row, ct) is not { } state)
        {
            // It may be the last change of any subject.
            log.StateAlarms.RaiseForAll($"log entry {row.Index}: it cannot be read, and no erasure names it, so no state can be compared");
            return;
        }

        foreach (var (subject, digest) in StateEntry.Read(state))
        {
            if (_expected.TryAdd(subject, digest))
            {
                _turn.Enqueue(subject);
            }
            else
            {
                _expected[subject] = digest;
            }
        }
    }

    // The state in an entry. It is empty when the entry has none or was erased rightly, and null when somebody else made it unreadable.
    private async Task<string?> StateOfAsync(LogRow row, CancellationToken ct)
    {
        try
        {
            if (await log.PayloadKeys.OpenAsync(row, ct) is { } json && EntryPayload.TryParse(json, out var payload))
            {
                return payload.Fields.GetValueOrDefault(StateEntry.Field, "");
            }
        }
        catch (CryptographicException)
        {
            return null;
        }

        return await log.Erasures.CoversAsync(row, ct) ? "" : null;
    }
}
