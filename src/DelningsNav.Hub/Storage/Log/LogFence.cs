using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// Closed while the database may be older than what this hub has signed. While it is closed, nothing is logged and therefore nothing is
/// released, until two people have confirmed the restore.
/// </summary>
public sealed class LogFence
{
    private readonly Lock _lock = new();
    private RestoreConfirmation? _first;

    internal LogFence() { }

    /// <summary>Why the fence is closed, or null when it is open.</summary>
    public string? Why { get; private set; }

    /// <summary>Whether the fence is closed.</summary>
    public bool IsClosed => Why is not null;

    /// <summary>The first confirmation, if one of the last hour waits for the second.</summary>
    internal RestoreConfirmation? WaitingAt(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _first is { } first && now - first.At < RestoreConfirmation.WaitsFor ? first : null;
        }
    }

    /// <summary>
    /// Takes the first confirmation. It is in the memory of this node only, where nobody who writes the database reaches it.
    /// </summary>
    internal void Take(RestoreConfirmation first)
    {
        lock (_lock)
        {
            _first = first;
        }
    }

    internal void Close(string why)
    {
        lock (_lock)
        {
            Why = why;
        }
    }

    /// <summary>What a node leaves out at start while it is fenced, and does when the fence opens.</summary>
    internal Func<CancellationToken, Task> WhenOpened { get; set; } = _ => Task.CompletedTask;

    internal Task OpenAsync(CancellationToken ct)
    {
        Open();
        return WhenOpened(ct);
    }

    /// <summary>Opens the fence when another node was confirmed, which has done the rest.</summary>
    internal void Open()
    {
        lock (_lock)
        {
            (Why, _first) = (null, null);
        }
    }
}

/// <summary>A person's confirmation that the hub may go on from the restored database.</summary>
internal sealed record RestoreConfirmation(StaffMemberId Person, string Name, string CaseNumber, DateTimeOffset At)
{
    /// <summary>How long the first confirmation waits for the second.</summary>
    public static TimeSpan WaitsFor { get; } = TimeSpan.FromHours(1);
}
