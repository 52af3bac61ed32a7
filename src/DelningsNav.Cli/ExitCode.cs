namespace DelningsNav.Cli;

/// <summary>What the program answers to the shell. Scripts depend on these numbers.</summary>
internal static class ExitCode
{
    /// <summary>It was done.</summary>
    public const int Done = 0;

    /// <summary>It was understood and could not be done, or was refused.</summary>
    public const int Failed = 1;

    /// <summary>The command line was wrong; nothing was tried.</summary>
    public const int Usage = 2;
}
