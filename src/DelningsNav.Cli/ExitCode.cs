namespace DelningsNav.Cli;

/// <summary>The exit codes of the program. Scripts depend on these numbers.</summary>
internal static class ExitCode
{
    /// <summary>The command succeeded.</summary>
    public const int Done = 0;

    /// <summary>The command was valid but failed, or was refused.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong, and nothing was done.</summary>
    public const int Usage = 2;
}
