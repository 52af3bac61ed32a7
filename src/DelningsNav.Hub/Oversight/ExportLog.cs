using System.Globalization;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>How an export began.</summary>
public abstract record ExportOutcome
{
    private ExportOutcome() { }

    /// <summary>The export is logged and may be written.</summary>
    /// <param name="Checkpoint">The signed head of the log that the export covers.</param>
    /// <param name="WriteAsync">Writes the file to a stream. The caller disposes the stream.</param>
    public sealed record Ready(SignedCheckpoint Checkpoint, Func<Stream, CancellationToken, Task> WriteAsync) : ExportOutcome;

    /// <summary>The caller is not a registrator.</summary>
    public sealed record NotARegistrator : ExportOutcome;
}

/// <summary>Exports the log to a file that can be checked without the hub.</summary>
/// <remarks>
/// The file contains every leaf, because the root covers all leaves and no leaf identifies a person. The readable part is included for
/// entries that the registrator may read in full. These are the entries about matters that the registrator's own authority holds. They are
/// also the entries in which this authority acted, unless a field is for the holder alone. If a field were left out of a readable part, the
/// readable part would no longer match its leaf.
/// </remarks>
public sealed class ExportLog(HubDatabase database, LogWriter log, LogProofs proofs, TimeProvider clock)
{
    private const int Batch = 500;

    /// <summary>Logs the export and prepares it. The export is logged first, so that it contains its own entry.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is exported.</exception>
    public async Task<ExportOutcome> HandleAsync(Caller caller, CancellationToken ct)
    {
        await using var db = database.NewContext();
        if (await LogReaders.FindAsync(db, caller, clock.GetUtcNow(), ct) is not { } registrator)
        {
            return new ExportOutcome.NotARegistrator();
        }

        var entries = db.Log.AsNoTracking();
        var count = await entries.CountAsync(ct);
        var first = await entries.OrderBy(e => e.Index).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(ct);
        var reach = new Reach(count, first is { } at ? SwedishTime.DayOf(at) : null);
        await log.AppendAsync(LogReadEntry.For(registrator, "export", "", null, null, reach), ct);
        var checkpoint = await proofs.CheckpointAsync(ct);
        return new ExportOutcome.Ready(checkpoint, (output, token) => WriteAsync(output, checkpoint, registrator, token));
    }

    private async Task WriteAsync(Stream output, SignedCheckpoint checkpoint, KnownStaff reader, CancellationToken ct)
    {
        IReadOnlySet<PersonId> hidden;
        await using (var db = database.NewContext())
        {
            hidden = await SeenEntries.HiddenFromAsync(db, reader, ct);
        }

        using var export = await LogExportWriter.StartAsync(output, checkpoint, log.Identity.Verifiers, ct);
        var size = checkpoint.Checkpoint.Size;
        for (var next = 0L; next < size;)
        {
            var rows = await RowsAsync(next, size, ct);
            if (rows.Count == 0)
            {
                throw Lacks(next);
            }

            foreach (var row in rows)
            {
                if (row.Index != next++)
                {
                    throw Lacks(next - 1);
                }

                await export.WriteAsync(row.Leaf, await PayloadAsync(row, reader.Authority.Id, hidden, ct), ct);
            }
        }

        await export.FinishAsync(ct);
    }

    private static StorageException Lacks(long index) => new(
        string.Create(CultureInfo.InvariantCulture, $"the log lacks entry {index}; verify it and restore the database from its backup"));

    private async Task<List<LogRow>> RowsAsync(long from, long size, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await db.Log.AsNoTracking().Where(e => e.Index >= from && e.Index < size).OrderBy(e => e.Index).Take(Batch).ToListAsync(ct);
    }

    private async Task<byte[]?> PayloadAsync(LogRow row, AuthorityId reader, IReadOnlySet<PersonId> hidden, CancellationToken ct)
    {
        var opened = await LogReaders.OpenAsync(log, row, ct);
        if (opened.Payload is { } payload)
        {
            var isOwn = (row.ActorAuthority == reader || row.HolderAuthority == reader)
                && !opened.IsAboutAny(hidden);
            return isOwn && payload.Fields.Keys.All(field => opened.Shows(field, reader)) ? payload.ToBytes() : null;
        }

        // What cannot be opened although it should be is exported sealed as it is stored, or empty, also when it is another
        // authority's, so that a verifier finds the damage.
        return opened.State == PayloadState.Erased ? null : row.Payload ?? [];
    }
}
