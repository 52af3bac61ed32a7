using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Consents;

/// <summary>What staff state of a guardian who is prevented.</summary>
public sealed record PreventionAsk
{
    /// <summary>The longest text of each kind.</summary>
    public const int LongestText = 500;

    /// <summary>The guardian.</summary>
    public required PersonId Guardian { get; init; }

    /// <summary>Why the guardian cannot take part; null when what was written is no cause, which is a fault.</summary>
    public required PreventionCause? Cause { get; init; }

    /// <summary>What staff know of it; at most 500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Why the matter cannot wait; at most 500 characters.</summary>
    public required string Urgency { get; init; }
}

/// <summary>Why a guardian cannot take part (FB 6 kap. 13 § second paragraph: absence, illness or another cause).</summary>
public enum PreventionCause
{
    /// <summary>Away.</summary>
    Away,

    /// <summary>Ill.</summary>
    Ill,

    /// <summary>Cannot be reached.</summary>
    Unreachable,

    /// <summary>Another cause.</summary>
    Other,
}
