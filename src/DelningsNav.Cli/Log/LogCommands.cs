using System.CommandLine;

namespace DelningsNav.Cli.Log;

/// <summary>The commands that look at the audit log: <c>delningsnav log …</c>.</summary>
internal static class LogCommands
{
    /// <summary>The command <c>log</c> with all below it.</summary>
    internal static Command Create() => new("log", "Check the audit log without trusting the hub") { VerifyLog.Create() };
}
