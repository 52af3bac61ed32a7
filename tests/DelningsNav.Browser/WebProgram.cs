using System.Diagnostics;
using System.Text;

namespace DelningsNav.Browser;

/// <summary>The built web program, running as a process of its own on a folder with a demo city.</summary>
internal sealed class WebProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private WebProgram(string folder, string[] options)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // The demo refuses to start in a production environment, and a missing environment counts as production.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";

        foreach (var argument in (string[])[Repository.DemoProgram, "--urls=http://127.0.0.1:0", $"--data={folder}", .. options])
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(
            new InvalidOperationException($"the web program ended before it listened:\n{_output}"));
    }

    /// <summary>The program's address, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts the program. When this returns, the city is in the folder and the program answers.</summary>
    public static async Task<WebProgram> StartAsync(string folder, params string[] options)
    {
        var program = new WebProgram(folder, options);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        program.Address = await program._listening.Task.WaitAsync(Patience);
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
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
