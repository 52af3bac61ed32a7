namespace DelningsNav.Cli.Log;

/// <summary>The exit codes of a check.</summary>
internal static class ExitCodes
{
    /// <summary>Every check passed.</summary>
    internal const int Sound = 0;

    /// <summary>At least one check failed.</summary>
    internal const int Unsound = 1;

    /// <summary>Nothing could be checked: a file cannot be read, or the command line is wrong.</summary>
    internal const int Unreadable = 2;
}
