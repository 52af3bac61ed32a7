using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Storage.Seals;
using static DelningsNav.Hub.Releases.FactsQuery;

namespace DelningsNav.Hub.Releases;

/// <summary>A log subject of a decision, with its version and its seal.</summary>
internal sealed record SealedSubject(SubjectVersion Version, byte[]? Seal);

/// <summary>Compares the rows that were read for a decision with the seals of their subjects (ADR 0038).</summary>
internal static class FactsSeals
{
    /// <summary>The subject of a row.</summary>
    public static SealedSubject Read(FactsRow<SubjectColumn> row) => new(
        new SubjectVersion(new SubjectId(row.Guid(SubjectColumn.Id)), row.LongNumber(SubjectColumn.Version)),
        row.BytesOrNull(SubjectColumn.Seal));

    /// <summary>
    /// The subjects whose rows are not those that the hub sealed. The calling system's rows were matched with its key.
    /// </summary>
    public static IReadOnlyList<SubjectId> Changed(LogWriter log, IReadOnlyList<SealedSubject> subjects, SealedRows bound) =>
    [
        .. subjects
            .Where(s => log.StateAlarms.IsOld(s.Version.Subject) || !log.Seals.Match(s.Version.Subject, s.Seal, bound))
            .Select(s => s.Version.Subject),

        // Rows of a subject that the hub never sealed were put there by somebody else.
        .. bound.Subjects.Except(subjects.Select(s => s.Version.Subject)),
    ];

    /// <summary>Raises an alarm for each of these subjects whose rows are not those that the hub sealed; whether there is one.</summary>
    public static async Task<bool> AlarmAsync(
        HubDatabase database, LogWriter log, IEnumerable<SubjectId> subjects, CancellationToken ct)
    {
        var any = false;
        await using var connection = await database.ConnectAsync(ct);
        await using var statements = new Statements(database.Engine, connection);
        foreach (var subject in subjects)
        {
            if (!await log.Seals.IsSoundAsync(statements, null, subject, ct))
            {
                any = true;
                log.StateAlarms.Raise(subject, StateAlarms.ChangedRows);
            }
        }

        return any;
    }
}
