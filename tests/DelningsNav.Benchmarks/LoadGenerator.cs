using System.Diagnostics;
using System.Globalization;
using System.Text;
using DelningsNav.Signing;

namespace DelningsNav.Benchmarks;

/// <summary>
/// Sends signed calls from a process of its own, so that neither side waits for the other's memory or threads. There is one caller
/// for each path, which sends its next call as soon as it has received the whole answer. It reads commands as lines: milliseconds,
/// body, paths, separated by tabs.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly Process _process;

    private LoadGenerator(Process process) => _process = process;

    public static LoadGenerator Start(Uri address, SigningKey key, DateTimeOffset now)
    {
        var itself = Path.Combine(AppContext.BaseDirectory, "DelningsNav.Benchmarks.dll");
        var start = new ProcessStartInfo(
            "dotnet", [itself, "load", address.ToString(), key.ToPem(), now.UtcTicks.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new LoadGenerator(Process.Start(start)!);
    }

    /// <summary>Calls each path again and again until the time has passed.</summary>
    public async Task<Rate> SendAsync(IEnumerable<string> paths, string body, TimeSpan time)
    {
        await _process.StandardInput.WriteLineAsync(string.Join('\t', [$"{time.TotalMilliseconds:0}", body, .. paths]));
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("the load generator ended; see its error above");
        var parts = answer.Split('\t');
        return new Rate(long.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The other side: the program of the separate process.</summary>
    public static async Task RunAsync(Uri address, string keyPem, long ticks)
    {
        using var key = SigningKey.FromPem(keyPem);
        using var http = new HttpClient(
            new SigningHandler(key, new StandingClock(ticks)) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } });
        http.BaseAddress = address;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var parts = line.Split('\t');
            var (body, paths) = (Encoding.UTF8.GetBytes(parts[1]), parts[2..]);
            var rate = await Timing.CallersAsync(
                paths.Length, TimeSpan.FromMilliseconds(int.Parse(parts[0], CultureInfo.InvariantCulture)), caller =>
                    CallAsync(http, paths[caller], body));
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rate.Count}\t{rate.Seconds:R}"));
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task CallAsync(HttpClient http, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"a call that must succeed did not: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
        }
    }

    /// <summary>The clocks of the measured hub and of the signatures both stand still.</summary>
    private sealed class StandingClock(long ticks) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(ticks, TimeSpan.Zero);
    }
}
