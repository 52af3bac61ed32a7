using System.CommandLine;

namespace DelningsNav.Cli.Log.Watching;

/// <summary><c>delningsnav log watch</c> and its subcommands.</summary>
internal static class WatchCommand
{
    internal static Command Create(Surroundings surroundings)
    {
        var arguments = new WatchArguments();
        var once = new Option<bool>("--once") { Description = "Look once and end: 0 sound, 1 alarm, 2 nothing could be checked" };
        var command = new Command(
            "watch",
            "Watch the log of a running hub from outside: store its checkpoints, prove from its hash tiles that it only grows, and raise "
            + "an alarm at `rollback`, `fork`, `silence`, `bad-signature`, `forged-key`, or `store` (the own store cannot be used)")
        {
            WatchArguments.Store, once, AcceptAlarm.Create(surroundings), ShowStored.Create(surroundings), InstallWatch.Create(),
        };
        arguments.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(parsed, arguments, parsed.GetValue(once), surroundings, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, WatchArguments arguments, bool once, Surroundings surroundings, CancellationToken ct)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (arguments.ReadKeys(parsed, out var why) is not { } keys)
        {
            await error.WriteLineAsync($"cannot watch: {why}");
            return ExitCodes.Unreadable;
        }

        using var http = new HttpClient(surroundings.Network())
        {
            Timeout = PublishedLog.Patience,
            MaxResponseContentBufferSize = PublishedLog.LongestAnswer,
        };
        var clock = surroundings.Clock;
        var look = new LookAtLog(
            new PublishedLog(http, parsed.GetRequiredValue(arguments.Hub)),
            new CheckpointStore(parsed.GetRequiredValue(WatchArguments.Store), clock),
            keys,
            clock);
        var bell = new AlarmBell(error, parsed.GetValue(arguments.AlarmProgram), parsed.GetValue(arguments.Again), clock);
        var watch = new WatchLog(look, bell, output, clock);
        return once
            ? await watch.OnceAsync(ct)
            : await watch.RunAsync(parsed.GetValue(arguments.Every), parsed.GetValue(arguments.Silence), ct);
    }
}
