using System.CommandLine;

namespace DelningsNav.Cli.Log.Watching;

/// <summary><c>delningsnav log watch accept</c>: a person accepts what caused a rollback or a fork, with name and reason.</summary>
internal static class AcceptAlarm
{
    internal static Command Create(Surroundings surroundings)
    {
        var by = new Option<string>("--by") { Description = "Your name", HelpName = "name", Required = true };
        var why = new Option<string>("--why")
        {
            Description = "Why it is right that the log changed, such as the case number of a restore",
            HelpName = "text",
            Required = true,
        };
        by.Validators.Add(result => RequireText(result));
        why.Validators.Add(result => RequireText(result));
        var command = new Command(
            "accept",
            "Accept the log as it is now, after a `rollback` or a `fork`. Do it only when the operator has said why, in writing, and the "
            + "hub's log has an entry of the kind `log-restored`, which a confirmed restore of a backup makes and which a registrator can "
            + "show you. Without such an entry nobody has confirmed a restore. What was stored remains in the store")
        {
            WatchArguments.Store, by, why,
        };
        command.SetAction((parsed, ct) => RunAsync(
            new CheckpointStore(parsed.GetRequiredValue(WatchArguments.Store), surroundings.Clock),
            parsed.GetRequiredValue(by), parsed.GetRequiredValue(why), surroundings.Clock,
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        CheckpointStore store, string by, string why, TimeProvider clock, TextWriter output, TextWriter error, CancellationToken ct)
    {
        try
        {
            await using var access = await store.OpenAsync(ct);
            if (store.Unaccepted is not { } alarm)
            {
                await error.WriteLineAsync("there is no rollback or fork to accept");
                return ExitCodes.Unsound;
            }

            var seen = store.LastSeen!;
            access.Append(new StoredEvent(clock.GetUtcNow(), StoredEvent.Accepted, seen.ToString(), By: by, Why: why));
            await output.WriteLineAsync(
                $"accepted by {by} after `{alarm.Code}`: the log is watched from size {seen.Checkpoint.Size}, "
                + $"root {seen.Checkpoint.Root.ToBase64()}");
            return ExitCodes.Sound;
        }
        catch (StoreException broken)
        {
            await error.WriteLineAsync($"cannot accept: {broken.Message}");
            return ExitCodes.Unreadable;
        }
    }

    private static void RequireText(System.CommandLine.Parsing.OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && string.IsNullOrWhiteSpace(text))
        {
            result.AddError($"`{result.IdentifierToken}` must not be empty");
        }
    }
}
