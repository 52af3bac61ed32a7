using System.Threading.Channels;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>Tells the sender of this process that a change with something to send is durable.</summary>
/// <remarks>It promises nothing: other nodes do not hear it, and what was written before a crash rings no more. The sender looks now and then all the same.</remarks>
public sealed class OutboxBell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

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
