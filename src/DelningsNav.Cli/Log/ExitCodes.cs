namespace DelningsNav.Cli.Log;

/// <summary>What a check tells the shell.</summary>
internal static class ExitCodes
{
    /// <summary>Everything that was checked holds.</summary>
    internal const int Sound = 0;

    /// <summary>At least one check failed.</summary>
    internal const int Unsound = 1;

    /// <summary>Nothing could be checked: a file that cannot be read, or a wrong call.</summary>
    internal const int Unreadable = 2;
}
