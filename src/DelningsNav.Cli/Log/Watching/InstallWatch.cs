using System.ComponentModel;
using System.CommandLine;
using System.Diagnostics;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Log.Watching;

/// <summary><c>delningsnav log watch install</c>: installs the monitor as a systemd unit and starts it.</summary>
internal sealed class InstallWatch(TextWriter output, TextWriter error)
{
    private const string SystemFolder = "/etc/systemd/system";

    // The unit hides these folders from the program (ProtectHome, PrivateTmp).
    private static readonly string[] HiddenFolders = ["/home/", "/root/", "/run/user/", "/tmp/", "/var/tmp/"];

    internal static Command Create()
    {
        var arguments = new WatchArguments();
        var name = new Option<string>("--name")
        {
            Description = "The unit's name, which is also the name of its store under /var/lib",
            HelpName = "name",
            DefaultValueFactory = _ => "delningsnav-log-watch",
        };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && (text.Length is 0 or > 60 || !text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            {
                result.AddError($"`{text}` is not a name of small letters, digits and hyphens");
            }
        });
        var folder = new Option<string>("--folder")
        {
            Description = $"Where to write the unit. Elsewhere than in {SystemFolder}, nothing is started",
            HelpName = "folder",
            DefaultValueFactory = _ => SystemFolder,
        };
        var program = new Option<string?>("--program")
        {
            Description = "The installed `delningsnav` that the unit runs, if it is not this one",
            HelpName = "file",
        };
        var print = new Option<bool>("--print") { Description = "Show the unit and install nothing" };
        var command = new Command("install", "Install the monitor as a systemd unit that starts with the machine, and start it")
        {
            name, folder, program, print,
        };
        arguments.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var install = new InstallWatch(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return arguments.ReadKeys(parsed, out var why) is not { } keys
                ? install.RefuseAsync(why)
                : install.RunAsync(
                    parsed.GetRequiredValue(name), parsed.GetRequiredValue(folder), parsed.GetValue(print),
                    CommandOf(parsed, arguments, keys, parsed.GetRequiredValue(name), parsed.GetValue(program)),
                    parsed.GetRequiredValue(arguments.Hub).GetLeftPart(UriPartial.Authority), ct);
        });
        return command;
    }

    // The keys are written into the unit, so that one file is the whole installation.
    private static List<string> CommandOf(
        ParseResult parsed, WatchArguments arguments, IEnumerable<NoteVerifier> keys, string name, string? program) =>
    [
        .. program is null ? ThisProgram() : [Path.GetFullPath(program)],
        "log", "watch", parsed.GetRequiredValue(arguments.Hub).GetLeftPart(UriPartial.Authority),
        .. keys.SelectMany(key => (string[])["--key", key.ToString()]),
        "--store", $"/var/lib/{name}",
        "--every", WatchArguments.Written(parsed.GetValue(arguments.Every)),
        "--silence", WatchArguments.Written(parsed.GetValue(arguments.Silence)),
        "--again", WatchArguments.Written(parsed.GetValue(arguments.Again)),
        .. parsed.GetValue(arguments.AlarmProgram) is { } alarm ? (string[])["--alarm", Path.GetFullPath(alarm)] : [],
    ];

    private async Task<int> RunAsync(string name, string folder, bool print, List<string> command, string hub, CancellationToken ct)
    {
        if (command.Find(word => HiddenFolders.Any(hidden => word.StartsWith(hidden, StringComparison.Ordinal))) is { } hidden)
        {
            return await RefuseAsync($"the unit cannot read `{hidden}`; install it in another folder, such as /opt or /usr/local/bin");
        }

        var unit = ServiceUnit.Write(name, hub, command);
        if (print)
        {
            await output.WriteAsync(unit);
            return ExitCode.Done;
        }

        var path = Path.Combine(folder, $"{name}.service");
        try
        {
            await File.WriteAllTextAsync(path, unit, ct);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"`{path}` cannot be written: {broken.Message} Run this as root, or see the unit with `--print`");
            return ExitCode.Failed;
        }

        await output.WriteLineAsync($"wrote {path}");
        return folder == SystemFolder ? await StartAsync(name, ct) : ExitCode.Done;
    }

    // A unit that was already installed is started again with what the command line says now.
    private async Task<int> StartAsync(string name, CancellationToken ct)
    {
        foreach (var words in (string[][])[["daemon-reload"], ["enable", name], ["restart", name]])
        {
            try
            {
                using var systemctl = Process.Start(new ProcessStartInfo("systemctl", words) { UseShellExecute = false })!;
                await systemctl.WaitForExitAsync(ct);
                if (systemctl.ExitCode == 0)
                {
                    continue;
                }
            }
            catch (Win32Exception)
            {
                // There is no systemctl on this machine. The message below says what to run.
            }

            await error.WriteLineAsync($"`systemctl {string.Join(' ', words)}` failed; the unit is written but does not run");
            return ExitCode.Failed;
        }

        await output.WriteLineAsync($"started; read what it says with `journalctl -u {name}`");
        return ExitCode.Done;
    }

    private async Task<int> RefuseAsync(string why)
    {
        await error.WriteLineAsync($"cannot install: {why}");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> ThisProgram() => Environment.ProcessPath is { } path
        && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? [path, Path.Combine(AppContext.BaseDirectory, "delningsnav.dll")]
            : [Environment.ProcessPath ?? "delningsnav"];
}
