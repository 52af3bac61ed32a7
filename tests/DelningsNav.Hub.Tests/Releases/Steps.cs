namespace DelningsNav.Hub.Tests.Releases;

/// <summary>A step of some work.</summary>
/// <param name="What">What is done.</param>
/// <param name="Time">How many times the work has done it, this time included.</param>
internal sealed record Step(string What, int Time);

/// <summary>The steps of some work as it takes them, and the step before which it is stopped.</summary>
internal sealed class Steps
{
    private readonly Lock _lock = new();

    // Guarded by the lock.
    private readonly List<Step> _taken = [];
    private Step? _stopBefore;
    private Step? _dieBefore;
    private bool _isDead;
    private TaskCompletionSource<Step> _stopped = new();
    private TaskCompletionSource _goesOn = new();

    /// <summary>The steps since the last <see cref="StopBefore"/>, in order, including the step before which the work is stopped.</summary>
    public IReadOnlyList<Step> Taken
    {
        get
        {
            lock (_lock)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>Counts from now on, and stops before a step if it occurs. The returned task then completes.</summary>
    public Task<Step> StopBefore(Step? step)
    {
        lock (_lock)
        {
            _taken.Clear();
            _stopBefore = step;
            _stopped = new TaskCompletionSource<Step>(TaskCreationOptions.RunContinuationsAsynchronously);
            _goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _stopped.Task;
        }
    }

    /// <summary>
    /// Whether the process of the work has died. Nothing that it does now reaches the database, and what it had not committed is lost.
    /// </summary>
    public bool IsDead
    {
        get
        {
            lock (_lock)
            {
                return _isDead;
            }
        }
    }

    /// <summary>Counts from now on, and lets the process die before a step if it occurs. Null lets it live again.</summary>
    public void DieBefore(Step? step)
    {
        lock (_lock)
        {
            _taken.Clear();
            (_dieBefore, _isDead) = (step, false);
        }
    }

    /// <summary>Lets the stopped work continue, and stops nothing more.</summary>
    public void GoOn()
    {
        lock (_lock)
        {
            _stopBefore = null;
            _goesOn.TrySetResult();
        }
    }

    /// <summary>Announces that a step is about to be taken. The returned task completes when it may be taken.</summary>
    public Task BeforeAsync(string what)
    {
        lock (_lock)
        {
            var step = new Step(what, _taken.Count(earlier => earlier.What == what) + 1);
            _taken.Add(step);
            _isDead |= step == _dieBefore;
            if (step != _stopBefore)
            {
                return Task.CompletedTask;
            }

            _stopBefore = null;
            _stopped.SetResult(step);
            return _goesOn.Task;
        }
    }

    /// <summary>As <see cref="BeforeAsync"/>, for callers that can only block.</summary>
    public void Before(string what) => BeforeAsync(what).GetAwaiter().GetResult();
}
