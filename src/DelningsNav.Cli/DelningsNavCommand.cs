using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using DelningsNav.Cli.Calls;
using DelningsNav.Cli.Import;
using DelningsNav.Cli.Keys;
using DelningsNav.Cli.Log;
using DelningsNav.Cli.Policies;
using DelningsNav.Cli.Receipts;

namespace DelningsNav.Cli;

/// <summary>The command line of <c>delningsnav</c>: every command in one list.</summary>
internal static class DelningsNavCommand
{
    // This program reads `--data @file` itself. By default, the parser reads a word that starts with `@` as the name of a file with
    // arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        var root = new RootCommand(
            "Works with a DelningsNav hub from the command line. The exit code is 0 when it was done, 1 when it could not be done or was "
            + "refused, and 2 when the command line was wrong.")
        {
            KeysCommand.Create(),
            CallCommand.Create(surroundings),
            LogCommands.Create(surroundings),
            ReceiptCommand.Create(),
            PoliciesCommand.Create(),
            ImportCommand.Create(surroundings),
        };

        await using var output = new StreamWriter(
            surroundings.Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        var parsed = root.Parse(arguments, Parsing);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = surroundings.Error });
        return parsed.Action is ParseErrorAction ? ExitCode.Usage : code;
    }
}
