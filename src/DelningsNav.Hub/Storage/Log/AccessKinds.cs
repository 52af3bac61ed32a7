namespace DelningsNav.Hub.Storage.Log;

/// <summary>
/// The kinds of log entries about who comes in and who may see whom. They are kinds as those of <see cref="EntryKinds"/>: names may be
/// added, but never changed.
/// </summary>
public static class AccessKinds
{
    /// <summary>A member of staff was cleared for protected identities.</summary>
    public const string ClearanceGiven = "clearance-given";

    /// <summary>A member of staff is no longer cleared for protected identities.</summary>
    public const string ClearanceEnded = "clearance-ended";

    /// <summary>A person signed in.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>A person signed out.</summary>
    public const string SignedOut = "signed-out";

    /// <summary>A signed-in member of staff tried to open something that they may not open, or that does not exist.</summary>
    public const string OpeningRefused = "opening-refused";

    /// <summary>A key of a system was used for the first time.</summary>
    public const string KeyFirstUsed = "key-first-used";

    /// <summary>Every kind, for filters.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SignedIn, SignedOut, OpeningRefused, KeyFirstUsed, ClearanceGiven, ClearanceEnded];
}
