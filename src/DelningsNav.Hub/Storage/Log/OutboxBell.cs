using System.Threading.Channels;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>Wakes this process's sender when a change is durable after which something must be sent.</summary>
/// <remarks>
/// It guarantees nothing: other nodes do not hear it, and a crash silences it for what was written before. So the
/// sender also looks at intervals.
/// </remarks>
public sealed class OutboxBell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Returns true when the bell has rung since the last call or rings now; false when the time has passed.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        using var timer = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, ct);
        try
        {
            return await _rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    internal void Ring() => _rung.Writer.TryWrite(true);
}
