using System.CommandLine;
using DelningsNav.Cli.Log.Watching;

namespace DelningsNav.Cli.Log;

/// <summary>The commands about the audit log: <c>delningsnav log …</c>.</summary>
internal static class LogCommands
{
    /// <summary>The command <c>log</c> with its subcommands.</summary>
    internal static Command Create(Surroundings surroundings) =>
        new("log", "Check the audit log without trusting the hub") { VerifyLog.Create(), WatchCommand.Create(surroundings) };
}
