using System.Diagnostics;
using System.Text;
using DelningsNav.Tests.Mail;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(DelningsNav.Browser.Site))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace DelningsNav.Browser;

/// <summary>The built web program, running as a process of its own with its own data, and one browser to visit it with.</summary>
/// <remarks>Shared by all tests of the assembly: take it in the test class's constructor.</remarks>
public sealed class Site : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Chromiums = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("delningsnav-browser-");
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private MailboxServer? _mail;

    /// <summary>Where the program answers, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The folder with the city's database, keys and files.</summary>
    public string Folder => _data.FullName;

    /// <summary>The mail server that the city's letters go to.</summary>
    internal MailboxServer Mail => _mail!;

    public async ValueTask InitializeAsync()
    {
        _mail = await MailboxServer.StartAsync();
        _process = StartWeb();
        Address = await _listening.Task.WaitAsync(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("DELNINGSNAV_CHROMIUM") ?? Chromiums.First(File.Exists),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--no-first-run",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }

            _process.Dispose();
        }

        if (_mail is not null)
        {
            await _mail.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    /// <summary>A new visitor, with no cookies, that looks at <paramref name="path"/>.</summary>
    public async Task<Visit> VisitAsync(View view, string path = "/")
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ColorScheme = view.Scheme,
            Locale = "sv-SE",
            ViewportSize = new ViewportSize { Width = view.Width, Height = view.Height },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return new Visit(page, view);
    }

    /// <summary>A new visitor, signed in as a demo person, on a page of theirs.</summary>
    public async Task<Visit> SignInAsync(View view, string person, string to)
    {
        var visit = await VisitAsync(view, $"/logga-in?till={to}");
        await visit.ClickAsync(visit.Page.Locator($"button[value='{person}']"));
        return visit;
    }

    private Process StartWeb()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _data.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // The demo refuses to start in a production environment, which is what no environment at all counts as.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";

        string[] arguments =
        [
            Repository.DemoProgram, "--urls=http://127.0.0.1:0", $"--data={_data.FullName}", "--Mail:Host=127.0.0.1", $"--Mail:Port={Mail.Port}", "--Mail:Security=None",
            "--Mail:From=delningsnav@stad.example",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => _listening.TrySetException(
            new InvalidOperationException($"the web program ended before it listened:\n{_output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Read(string? line)
    {
        const string Mark = "Now listening on: ";
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.IndexOf(Mark, StringComparison.Ordinal) is { } at and >= 0)
        {
            _listening.TrySetResult(line[(at + Mark.Length)..].Trim().TrimEnd('/'));
        }
    }
}
