namespace DelningsNav.Hub.Consents.Absence;

/// <summary>Whether a statement that a guardian is prevented has been decided, and how.</summary>
public enum PreventionStanding
{
    /// <summary>No second decider has decided it; nothing is released without that guardian's answer.</summary>
    Waits,

    /// <summary>A second decider has confirmed it.</summary>
    Confirmed,

    /// <summary>A second decider has refused it: the guardian's answer is needed as before.</summary>
    Refused,
}
