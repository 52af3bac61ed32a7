namespace DelningsNav.Hub.Consents.Absence;

/// <summary>Whether a statement that a guardian is prevented has been decided, and the result.</summary>
public enum PreventionStanding
{
    /// <summary>A second decider has not decided the statement yet. Nothing is released without that guardian's answer.</summary>
    Waits,

    /// <summary>A second decider has confirmed the statement.</summary>
    Confirmed,

    /// <summary>A second decider has refused the statement. The guardian's answer is needed as before.</summary>
    Refused,
}
