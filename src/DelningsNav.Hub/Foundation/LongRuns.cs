using System.Collections.Concurrent;

namespace DelningsNav.Hub.Foundation;

/// <summary>A long job that somebody has started. It is running or has ended.</summary>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Progress">The last reported progress. It is the default value until the job has reported.</param>
/// <param name="Result">The result of the job. It is null while the job is running, and when the job has failed.</param>
/// <param name="HasFailed">Whether it ended without a result, because the database or the log could not be used.</param>
public sealed record LongRun<TProgress, TResult>(DateTimeOffset StartedAt, TProgress? Progress, TResult? Result, bool HasFailed)
    where TResult : class
{
    /// <summary>Whether it is still running.</summary>
    public bool IsUnderWay => Result is null && !HasFailed;
}

/// <summary>Long jobs that run in the background, one at a time for each key, so that a person can leave the page and come back.</summary>
/// <remarks>
/// The latest run of each key is stored in memory only, and is lost when the hub is restarted. Nothing else depends on it.
/// </remarks>
internal sealed class LongRuns<TKey, TProgress, TResult>(Func<TKey, IProgress<TProgress>, Task<TResult>> work, TimeProvider clock)
    where TKey : notnull
    where TResult : class
{
    private readonly ConcurrentDictionary<TKey, Running> _runs = new();

    /// <summary>Starts a run if no run with the same key is running. Then waits a short time for the run to end.</summary>
    public async Task<LongRun<TProgress, TResult>> StartAsync(TKey key, TimeSpan patience, CancellationToken ct)
    {
        var run = _runs.AddOrUpdate(key, Begin, (again, earlier) => earlier.State.IsUnderWay ? earlier : Begin(again));
        await Task.WhenAny(run.Begin(), Task.Delay(patience, clock, ct));
        return run.State;
    }

    /// <summary>The latest run of a key, or null when the key has no run.</summary>
    public LongRun<TProgress, TResult>? Latest(TKey key) => _runs.TryGetValue(key, out var run) ? run.State : null;

    // The run is not started when it is created. The caller that gets it starts it, because the dictionary may create more runs than it
    // stores.
    private Running Begin(TKey key) => new(progress => work(key, progress), clock.GetUtcNow());

    private sealed class Running(Func<IProgress<TProgress>, Task<TResult>> work, DateTimeOffset startedAt) : IProgress<TProgress>
    {
        private readonly Lock _beginning = new();
        private volatile LongRun<TProgress, TResult> _state = new(startedAt, default, null, HasFailed: false);
        private Task? _work;

        public LongRun<TProgress, TResult> State => _state;

        public Task Begin()
        {
            lock (_beginning)
            {
                return _work ??= Task.Run(RunAsync);
            }
        }

        public void Report(TProgress value) => _state = _state with { Progress = value };

        private async Task RunAsync()
        {
            try
            {
                var result = await work(this);
                _state = _state with { Result = result };
            }
            finally
            {
                _state = _state with { HasFailed = _state.Result is null };
            }
        }
    }
}
