using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Tests;

namespace DelningsNav.Benchmarks;

/// <summary>
/// The demo's resident memory after a tour: every demo person signs in and opens every page that can be reached by links, each page once,
/// and downloads each file at most once.
/// </summary>
internal static partial class DemoMemory
{
    private const int MostPagesEach = 80;

    public static async Task MeasureAsync(Figures figures)
    {
        if (!OperatingSystem.IsLinux())
        {
            figures.Add("Resident memory after the tour", $"not measured: it is read from /proc");
            return;
        }

        var listening = new TaskCompletionSource<(Uri Address, TimeSpan After)>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hub = Start(listening);
        try
        {
            var (address, after) = await listening.Task;
            figures.AtMost("From the end of the build to serving, the city built", after.TotalSeconds, 15, " s");
            figures.Add("Resident before the tour", $"{Resident(hub):0} MB");
            var pages = 0;
            var persons = await PersonsAsync(address);
            foreach (var person in persons)
            {
                pages += await WalkAsync(address, person);
            }

            figures.Add("Pages opened; persons", $"{pages}; {persons.Count}");
            figures.AtMost("Resident after the tour", Resident(hub), 250, " MB");
        }
        finally
        {
            hub.Kill();
            await hub.WaitForExitAsync();
        }
    }

    // ./run replaces itself with the hub, so the process is the hub's.
    private static Process Start(TaskCompletionSource<(Uri Address, TimeSpan After)> listening)
    {
        const string Mark = "Now listening on: ";
        var start = new ProcessStartInfo("bash", ["-x", Path.Combine(TestHub.Root, "run"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var hub = new Process { StartInfo = start, EnableRaisingEvents = true };
        var built = 0L;
        hub.ErrorDataReceived += (_, line) =>
            built = line.Data?.StartsWith("+ exec ", StringComparison.Ordinal) == true ? Stopwatch.GetTimestamp() : built;
        hub.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.IndexOf(Mark, StringComparison.Ordinal) is { } at and >= 0)
            {
                listening.TrySetResult((new Uri(line.Data[(at + Mark.Length)..].Trim()), Stopwatch.GetElapsedTime(built)));
            }
        };
        hub.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("./run ended before the hub listened"));
        hub.Start();
        hub.BeginOutputReadLine();
        hub.BeginErrorReadLine();
        return hub;
    }

    private static async Task<IReadOnlyList<string>> PersonsAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        return [.. PersonChoice().Matches(await http.GetStringAsync(new Uri("/logga-in", UriKind.Relative)))
            .Select(m => m.Groups[1].Value)];
    }

    private static async Task<int> WalkAsync(Uri address, string person)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler) { BaseAddress = address };
        var signIn = await http.GetStringAsync(new Uri("/logga-in", UriKind.Relative));
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["person"] = person, ["__RequestVerificationToken"] = Token().Match(signIn).Groups[1].Value });
        using var signedIn = await http.PostAsync(new Uri("/logga-in", UriKind.Relative), form);
        signedIn.EnsureSuccessStatusCode();

        var (seen, waiting) = (new HashSet<string> { "/" }, new Queue<string>(["/"]));
        var opened = 0;
        while (opened < MostPagesEach && waiting.TryDequeue(out var page))
        {
            using var response = await http.GetAsync(new Uri(page, UriKind.Relative));
            opened++;
            if (response.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            foreach (Match link in Link().Matches(await response.Content.ReadAsStringAsync()))
            {
                var target = WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0];
                if (target is ['/', ..] && !target.StartsWith("//", StringComparison.Ordinal) && seen.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        return opened;
    }

    private static double Resident(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    [GeneratedRegex("""name="person" value="([^"]+)""")]
    private static partial Regex PersonChoice();

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();

    [GeneratedRegex("""href="([^"]+)""")]
    private static partial Regex Link();
}
