namespace DelningsNav.Cli.Log.Watching;

/// <summary>What an alarm is about. Programs that receive alarms depend on the codes.</summary>
internal enum AlarmKind
{
    /// <summary>The log has fewer entries than it has had.</summary>
    Rollback,

    /// <summary>The log is not a continuation of what it has been.</summary>
    Fork,

    /// <summary>No valid checkpoint could be fetched for a time.</summary>
    Silence,

    /// <summary>The checkpoint is not signed by the key of the log that is watched.</summary>
    BadSignature,

    /// <summary>The hub's list of keys is forged, or says something else than before.</summary>
    ForgedKey,

    /// <summary>The monitor cannot use its own store, and therefore watches nothing.</summary>
    Store,
}

/// <summary>One alarm: what it is about, and what was found, in one line.</summary>
internal sealed record Alarm(AlarmKind Kind, string Text)
{
    /// <summary>The stable code.</summary>
    internal string Code => CodeOf(Kind);

    /// <summary>The stable code of a kind.</summary>
    internal static string CodeOf(AlarmKind kind) => kind switch
    {
        AlarmKind.Rollback => "rollback",
        AlarmKind.Fork => "fork",
        AlarmKind.Silence => "silence",
        AlarmKind.BadSignature => "bad-signature",
        AlarmKind.ForgedKey => "forged-key",
        AlarmKind.Store => "store",
    };
}
