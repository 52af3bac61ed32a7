using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;

namespace DelningsNav.Hub.Oversight;

/// <summary>
/// Verifications that run in the background, one for each registrator, so that the registrator can leave the page and come back.
/// </summary>
public sealed class LogVerifications(VerifyLog verify, TimeProvider clock)
{
    private readonly LongRuns<StaffMemberId, LogProgress, LogVerification> _runs = new(
        (registrator, progress) => verify.HandleAsync(new Caller.Staff(registrator), progress, CancellationToken.None), clock);

    /// <summary>
    /// Starts a verification if no verification of the same registrator is running. Then waits a short time for it to end.
    /// </summary>
    public Task<LongRun<LogProgress, LogVerification>> StartAsync(StaffMemberId registrator, TimeSpan patience, CancellationToken ct) =>
        _runs.StartAsync(registrator, patience, ct);

    /// <summary>The registrator's latest verification, or null when the registrator has started no verification.</summary>
    public LongRun<LogProgress, LogVerification>? Latest(StaffMemberId registrator) => _runs.Latest(registrator);
}
