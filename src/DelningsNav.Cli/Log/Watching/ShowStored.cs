using System.CommandLine;

namespace DelningsNav.Cli.Log.Watching;

/// <summary><c>delningsnav log watch show</c>: writes a stored checkpoint, to exchange it or to check an export against it.</summary>
internal static class ShowStored
{
    internal static Command Create(Surroundings surroundings)
    {
        var atMost = new Option<long>("--at-most")
        {
            Description = "Show the checkpoint of the largest log with at most this many entries, such as the size of an export",
            HelpName = "entries",
            DefaultValueFactory = _ => long.MaxValue,
        };
        var command = new Command(
            "show", "Write the newest stored checkpoint, as `log verify --since` reads it and as others can compare it with theirs")
        {
            WatchArguments.Store, atMost,
        };
        command.SetAction((parsed, ct) => RunAsync(
            new CheckpointStore(parsed.GetRequiredValue(WatchArguments.Store), surroundings.Clock), parsed.GetValue(atMost),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, ct));
        return command;
    }

    private static async Task<int> RunAsync(CheckpointStore store, long atMost, TextWriter output, TextWriter error, CancellationToken ct)
    {
        try
        {
            if (await store.FindAsync(atMost, ct) is not { } checkpoint)
            {
                await error.WriteLineAsync("the store has no such checkpoint");
                return ExitCodes.Unsound;
            }

            // A signed note ends in exactly one line feed, on every system.
            await output.WriteAsync(checkpoint.ToString());
            return ExitCodes.Sound;
        }
        catch (StoreException broken)
        {
            await error.WriteLineAsync($"cannot show: {broken.Message}");
            return ExitCodes.Unreadable;
        }
    }
}
