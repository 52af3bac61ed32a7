using System.ComponentModel;
using System.Diagnostics;

namespace DelningsNav.Cli.Log.Watching;

/// <summary>Raises alarms: one line on the error stream and a program of the user's choice, when an alarm begins and again while it
/// lasts.</summary>
/// <param name="error">Receives the lines.</param>
/// <param name="program">The program, or null. It gets the code and the text as two arguments, and no shell reads them.</param>
/// <param name="again">How long after an alarm it is raised again.</param>
/// <param name="clock">The clock.</param>
internal sealed class AlarmBell(TextWriter error, string? program, TimeSpan again, TimeProvider clock)
{
    /// <summary>The longest time that the program may take. A program that hangs must not stop the watching.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<AlarmKind, DateTimeOffset> _raised = [];

    /// <summary>Raises each of these alarms that is new or due again, and says which alarms have ended.</summary>
    internal async Task RingAsync(IReadOnlyList<Alarm> alarms, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var ended in _raised.Keys.Except(alarms.Select(alarm => alarm.Kind)).ToList())
        {
            _raised.Remove(ended);
            await error.WriteLineAsync($"ended {Alarm.CodeOf(ended)}");
        }

        foreach (var alarm in alarms)
        {
            if (_raised.TryGetValue(alarm.Kind, out var last) && now - last < again)
            {
                continue;
            }

            _raised[alarm.Kind] = now;
            await error.WriteLineAsync($"alarm {alarm.Code}: {alarm.Text}");
            if (program is not null && await RunAsync(program, alarm, ct) is { } fault)
            {
                await error.WriteLineAsync($"the alarm program `{program}` {fault}");
            }
        }

        await error.FlushAsync(ct);
    }

    /// <summary>Runs the program. Returns what went wrong, or null.</summary>
    private static async Task<string?> RunAsync(string program, Alarm alarm, CancellationToken ct)
    {
        try
        {
            using var run = Process.Start(new ProcessStartInfo(program, [alarm.Code, alarm.Text]) { UseShellExecute = false });
            if (run is null)
            {
                return "did not start";
            }

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            try
            {
                await run.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                run.Kill(entireProcessTree: true);
                return $"did not end within {Patience.TotalSeconds} seconds and was stopped";
            }

            return run.ExitCode == 0 ? null : $"ended with exit code {run.ExitCode}";
        }
        catch (Exception broken) when (broken is Win32Exception or InvalidOperationException)
        {
            return $"could not be run: {broken.Message}";
        }
    }
}
