using System.CommandLine;

namespace DelningsNav.Cli.Import;

/// <summary><c>delningsnav import</c>: imports from other systems' files.</summary>
internal static class ImportCommand
{
    public static Command Create(Surroundings surroundings) =>
        new("import", "Deposit records from another system's files at a hub.") { ImportSs12000Command.Create(surroundings) };
}
