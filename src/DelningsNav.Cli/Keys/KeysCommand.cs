using System.CommandLine;

namespace DelningsNav.Cli.Keys;

/// <summary>The commands about keys.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Make the keys that calls to a hub are signed with.")
    {
        KeysNewCommand.Create(),
    };
}
