using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;

namespace DelningsNav.Hub.Replays;

/// <summary>
/// Replays that run in the background, one for each system owner and candidate, so that the system owner can leave the page and come back.
/// </summary>
public sealed class PolicyReplays(ReplayDecisions replay, TimeProvider clock)
{
    /// <summary>The number of changes that are listed in full. Further changes are only counted.</summary>
    public const int Shown = 50;

    private readonly LongRuns<(StaffMemberId Owner, PolicySetId Set), ReplayReport, ReplayOutcome> _runs = new(
        (key, progress) => replay.HandleAsync(key.Set, Shown, new Caller.Staff(key.Owner), progress, CancellationToken.None), clock);

    /// <summary>
    /// Starts a replay if no replay of the same candidate and system owner is running. Then waits a short time for it to end.
    /// </summary>
    public Task<LongRun<ReplayReport, ReplayOutcome>> StartAsync(
        StaffMemberId owner, PolicySetId set, TimeSpan patience, CancellationToken ct) =>
        _runs.StartAsync((owner, set), patience, ct);

    /// <summary>The system owner's latest replay of a candidate, or null when the system owner has started no such replay.</summary>
    public LongRun<ReplayReport, ReplayOutcome>? Latest(StaffMemberId owner, PolicySetId set) => _runs.Latest((owner, set));
}
