using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Sessions;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>How many attempts on one day raise an alarm on a registrator's first page.</summary>
public sealed record AttemptAlarms
{
    /// <summary>The refused openings of one member of staff.</summary>
    public int RefusedOpenings { get; init; } = 10;

    /// <summary>The failed sign-ins at the hub.</summary>
    public int FailedSignIns { get; init; } = 50;

    /// <summary>The refused signed calls at the hub.</summary>
    public int FailedCalls { get; init; } = 100;
}

/// <summary>The attempts of the last day, and which of them are so many that they raise an alarm.</summary>
/// <param name="StaffWithManyRefusals">How many of the authority's staff have tried to open much that they may not.</param>
/// <param name="MostRefusals">The number of refused openings of the one with the most.</param>
/// <param name="FailedSignIns">The failed sign-ins today, when they raise an alarm. Only for the authority that runs the hub.</param>
/// <param name="FailedCalls">The refused signed calls today, when they raise an alarm. Only for the authority that runs the hub.</param>
public sealed record AttemptFigures(int StaffWithManyRefusals, int MostRefusals, long? FailedSignIns, long? FailedCalls)
{
    /// <summary>Whether anything raises an alarm.</summary>
    public bool IsAlarm => StaffWithManyRefusals > 0 || FailedSignIns is not null || FailedCalls is not null;
}

/// <summary>Reads the alarms about attempts for a registrator. They name nobody: the registrator searches the log for them.</summary>
public sealed class ReadAttempts(
    HubDatabase database, LogWriter log, AttemptCounts counts, OperatingAuthority operating, AttemptAlarms alarms, TimeProvider clock)
{
    /// <summary>The figures, or null when the caller is not a registrator.</summary>
    public async Task<AttemptFigures?> ReadAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if (await LogReaders.FindAsync(db, caller, now, ct) is not { } registrator)
        {
            return null;
        }

        var (own, since) = (registrator.Authority.Id, now - TimeSpan.FromDays(1));
        var seen = await db.Log.AsNoTracking().SeenByAsync(db, log.Tokens, registrator, ct);
        var refused = await seen
            .Where(e => e.Kind == EntryKinds.OpeningRefused && e.ActorAuthority == own && e.At >= since)
            .ToListAsync(ct);
        var byActor = new Dictionary<string, int>();
        foreach (var row in refused)
        {
            var actor = (await LogReaders.OpenAsync(log, row, ct))["actor"];
            byActor[actor] = byActor.GetValueOrDefault(actor) + 1;
        }

        var many = byActor.Values.Where(count => count >= alarms.RefusedOpenings).ToList();
        var runsTheHub = operating.Is(registrator.Authority);
        return new AttemptFigures(
            many.Count,
            many.DefaultIfEmpty(0).Max(),
            runsTheHub ? Alarming(await counts.TodayAsync(AttemptKind.SignIn, ct), alarms.FailedSignIns) : null,
            runsTheHub ? Alarming(await counts.TodayAsync(AttemptKind.SignedCall, ct), alarms.FailedCalls) : null);
    }

    private static long? Alarming(long count, int threshold) => count >= threshold ? count : null;
}
