namespace DelningsNav.Hub.Tests.Releases;

/// <summary>A step of some work.</summary>
/// <param name="What">What is done.</param>
/// <param name="Time">Which time the work does it, from 1.</param>
internal sealed record Step(string What, int Time);

/// <summary>The steps that some work takes, as they come, and the one before which it is stopped.</summary>
internal sealed class Steps
{
    private readonly Lock _lock = new();

    // Guarded by the lock.
    private readonly List<Step> _taken = [];
    private Step? _stopBefore;
    private TaskCompletionSource<Step> _stopped = new();
    private TaskCompletionSource _goesOn = new();

    /// <summary>The steps since the last <see cref="StopBefore"/>, in order, with the one that is stopped before.</summary>
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

    /// <summary>Counts from here on, and stops before a step, if it comes. The result ends there.</summary>
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

    /// <summary>Lets what was stopped go on, and stops nothing more.</summary>
    public void GoOn()
    {
        lock (_lock)
        {
            _stopBefore = null;
            _goesOn.TrySetResult();
        }
    }

    /// <summary>Says that a step is about to be taken. The result ends when it may be.</summary>
    public Task BeforeAsync(string what)
    {
        lock (_lock)
        {
            var step = new Step(what, _taken.Count(earlier => earlier.What == what) + 1);
            _taken.Add(step);
            if (step != _stopBefore)
            {
                return Task.CompletedTask;
            }

            _stopBefore = null;
            _stopped.SetResult(step);
            return _goesOn.Task;
        }
    }

    /// <summary>As <see cref="BeforeAsync"/>, for those who can only wait where they stand.</summary>
    public void Before(string what) => BeforeAsync(what).GetAwaiter().GetResult();
}
