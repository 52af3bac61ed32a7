using System.Globalization;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// What this node knows to be wrong with its log: what was found at start, by the nightly verification, and by the last append.
/// </summary>
public sealed class LogHealth(LogWriter log)
{
    private IReadOnlyList<string> _found = [];

    /// <summary>
    /// One sentence for each thing that is wrong, or an empty list. A sentence names entries by their index and contains nothing about a
    /// person.
    /// </summary>
    public IReadOnlyList<string> Alarms =>
    [
        .. _found,
        .. log.StateAlarms.All,
        .. log.Heads.Fault is { } forked ? [forked] : Array.Empty<string>(),
        .. log.Heads.Anchor.WriteFault is { } unwritten ? [unwritten] : Array.Empty<string>(),
    ];

    /// <summary>Whether the head is the continuation of what this hub has signed. If not, nothing can be logged or released.</summary>
    public bool HeadIsSound => log.Heads.Fault is null;

    /// <summary>Checks the newest entries, and every key of readable parts, when a node starts.</summary>
    internal async Task CheckNewestAsync(HubDatabase database, CancellationToken ct) =>
        Take((await StoredEntries.NewestAsync(database, log, ct)).Faults);

    /// <summary>Verifies the whole log. The faults replace those that were found before.</summary>
    public async Task CheckAllAsync(VerifyLog verify, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(verify);
        Take(await verify.RunAsync(ct));
    }

    private void Take(IReadOnlyList<LogFault> faults) =>
        _found = [.. faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"the log is not sound: {fault}"))];
}
