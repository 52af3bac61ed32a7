using DelningsNav.Cli.Log.Watching;

namespace DelningsNav.Cli.Tests.Log.Watching;

/// <summary>A running monitor on a clock that jumps to the end of each wait, so that nights pass at once.</summary>
internal sealed class Watch : IDisposable
{
    private readonly JumpingClock _clock = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly HttpClient _http;
    private readonly LookAtLog _look;
    private readonly AlarmBell _bell;

    public Watch(PlayedLog log, string folder)
    {
        _http = new HttpClient(new Answering(log));
        var published = new PublishedLog(_http, new Uri("https://hub.example/"));
        _look = new LookAtLog(published, new CheckpointStore(folder, _clock), [log.True.Verifier], _clock);
        _bell = new AlarmBell(_error, null, TimeSpan.FromHours(1), _clock);
    }

    public string Error => _error.ToString();

    /// <summary>The time since the monitor started.</summary>
    public TimeSpan Passed => _clock.GetUtcNow() - CommandLine.Noon;

    /// <summary>Looks every so often, up to and including a moment that is counted from the start of the monitor.</summary>
    public async Task RunAsync(TimeSpan until, TimeSpan every, TimeSpan? silence = null)
    {
        using var end = new CancellationTokenSource();
        _clock.EndsAfter(CommandLine.Noon + until, end);
        await new WatchLog(_look, _bell, _output, _clock).RunAsync(every, silence ?? TimeSpan.FromMinutes(15), end.Token);
    }

    public void Dispose()
    {
        _http.Dispose();
        _error.Dispose();
        _output.Dispose();
    }

    private sealed class Answering(PlayedLog log) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(log.Answer(request));
    }

    private sealed class JumpingClock : TimeProvider
    {
        private DateTimeOffset _now = CommandLine.Noon;
        private DateTimeOffset _last;
        private CancellationTokenSource? _end;

        public void EndsAfter(DateTimeOffset last, CancellationTokenSource end) => (_last, _end) = (last, end);

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (_now + dueTime > _last)
            {
                _end!.Cancel();
            }
            else
            {
                _now += dueTime;
                callback(state);
            }

            return new Spent();
        }

        private sealed class Spent : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
