using System.Threading.Channels;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>Wakes the sender of this process when a change is durable and something must be sent because of it.</summary>
/// <remarks>
/// The bell guarantees nothing. It does not wake other nodes, and after a crash it does not ring for changes that were written before.
/// Therefore the sender also checks at intervals.
/// </remarks>
public sealed class OutboxBell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Returns true when the bell has rung since the last call or rings now, and false when the time has passed first.</summary>
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
