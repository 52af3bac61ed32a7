using System.Threading.RateLimiting;

namespace DelningsNav.Web.Limits;

/// <summary>A limit that was reached.</summary>
/// <param name="Policy">The name of the limit.</param>
/// <param name="Quota">How many requests the limit allows in a minute.</param>
/// <param name="ResetsIn">The time until the next minute begins.</param>
/// <param name="IsFirst">Whether this is the first request of the minute that was refused.</param>
internal sealed record LimitReached(string Policy, int Quota, TimeSpan ResetsIn, bool IsFirst);

/// <summary>Allows a number of requests of one caller in each minute, by the hub's clock.</summary>
/// <remarks>The limiters of the platform count by a clock of their own, which a test cannot move.</remarks>
internal sealed class MinuteLimiter : RateLimiter
{
    private readonly string _policy;
    private readonly int _quota;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();

    // Guarded by the lock: when the present minute ends, and the requests in it.
    private DateTimeOffset _endsAt;
    private int _allowed;
    private bool _hasRefused;

    /// <summary>A limiter of one caller, under the named limit.</summary>
    public MinuteLimiter(string policy, int quota, TimeProvider clock)
    {
        (_policy, _quota, _clock) = (policy, quota, clock);
        _endsAt = clock.GetUtcNow() + Minute;
    }

    /// <summary>The length of time for which requests are counted.</summary>
    public static TimeSpan Minute { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The name under which a refused request finds the limit that it reached.</summary>
    public static MetadataName<LimitReached> Reached { get; } = MetadataName.Create<LimitReached>("reached");

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                // A limiter whose minute has passed allows everything, so it may be removed and created anew.
                var idle = _clock.GetUtcNow() - _endsAt;
                return idle > TimeSpan.Zero ? idle : null;
            }
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Take(permitCount, isFinal: false);

    // The platform asks once more before it refuses. Only then is a request refused.
    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        new(Take(permitCount, isFinal: true));

    private Lease Take(int permitCount, bool isFinal)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            if (_endsAt <= now)
            {
                (_endsAt, _allowed, _hasRefused) = (now + Minute, 0, false);
            }

            if (_allowed <= _quota - permitCount)
            {
                _allowed += permitCount;
                return new Lease(null);
            }

            var reached = new LimitReached(_policy, _quota, _endsAt - now, !_hasRefused);
            _hasRefused |= isFinal;
            return new Lease(reached);
        }
    }

    private sealed class Lease(LimitReached? reached) : RateLimitLease
    {
        public override bool IsAcquired => reached is null;

        public override IEnumerable<string> MetadataNames => reached is null ? [] : [Reached.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == Reached.Name ? reached : null;
            return metadata is not null;
        }
    }
}
