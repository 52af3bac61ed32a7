namespace DelningsNav.Hub.Consents.Absence;

/// <summary>How it stands with what staff have stated of a prevented guardian.</summary>
public enum PreventionStanding
{
    /// <summary>It waits for a second decider; nothing is released without that guardian's answer.</summary>
    Waits,

    /// <summary>A second decider has confirmed it.</summary>
    Confirmed,

    /// <summary>A second decider has not: the guardian is asked as ever.</summary>
    Refused,
}
