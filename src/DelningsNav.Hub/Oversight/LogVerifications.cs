using System.Collections.Concurrent;
using DelningsNav.Hub.Parties;

namespace DelningsNav.Hub.Oversight;

/// <summary>A registrator's latest verification of the log: under way or ended.</summary>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Progress">How far it has come.</param>
/// <param name="Result">What it gave, or null while it is under way.</param>
/// <param name="HasFailed">Whether it ended without a result, because the database or the log could not be used.</param>
public sealed record VerificationRun(DateTimeOffset StartedAt, LogProgress Progress, LogVerification? Result, bool HasFailed)
{
    /// <summary>Whether it still goes on.</summary>
    public bool IsUnderWay => Result is null && !HasFailed;
}

/// <summary>Verifications that go on by themselves, one for each registrator, so that one can leave the page and come back.</summary>
/// <remarks>The latest run of each registrator is kept in memory and is gone when the hub is restarted; nothing else depends on it.</remarks>
public sealed class LogVerifications(VerifyLog verify, TimeProvider clock)
{
    private readonly ConcurrentDictionary<StaffMemberId, Running> _runs = new();

    /// <summary>Starts a verification unless one of the same registrator is under way, and waits a little for it to end.</summary>
    public async Task<VerificationRun> StartAsync(StaffMemberId registrator, TimeSpan patience, CancellationToken ct)
    {
        var run = _runs.AddOrUpdate(
            registrator,
            id => new Running(verify, id, clock.GetUtcNow()),
            (id, earlier) => earlier.State.IsUnderWay ? earlier : new Running(verify, id, clock.GetUtcNow()));
        await Task.WhenAny(run.Begin(), Task.Delay(patience, clock, ct));
        return run.State;
    }

    /// <summary>The registrator's latest verification, or null when there is none.</summary>
    public VerificationRun? Latest(StaffMemberId registrator) => _runs.TryGetValue(registrator, out var run) ? run.State : null;

    private sealed class Running(VerifyLog verify, StaffMemberId registrator, DateTimeOffset startedAt) : IProgress<LogProgress>
    {
        private readonly Lock _beginning = new();
        private volatile VerificationRun _state = new(startedAt, default, null, HasFailed: false);
        private Task? _work;

        public VerificationRun State => _state;

        public Task Begin()
        {
            lock (_beginning)
            {
                return _work ??= Task.Run(RunAsync);
            }
        }

        public void Report(LogProgress value) => _state = _state with { Progress = value };

        private async Task RunAsync()
        {
            try
            {
                var result = await verify.HandleAsync(new Caller.Staff(registrator), this, CancellationToken.None);
                _state = _state with { Result = result };
            }
            finally
            {
                _state = _state with { HasFailed = _state.Result is null };
            }
        }
    }
}
