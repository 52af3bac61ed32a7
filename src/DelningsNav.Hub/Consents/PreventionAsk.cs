using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Consents;

/// <summary>What staff state about a prevented guardian.</summary>
public sealed record PreventionAsk
{
    /// <summary>The greatest length of each text, in characters.</summary>
    public const int LongestText = 500;

    /// <summary>The text field of how the guardian is prevented.</summary>
    public static TextField ReasonField { get; } = new("prevented.reason", LongestText) { TooLongCode = "prevention-text-too-long" };

    /// <summary>The text field of the reason why the matter cannot wait.</summary>
    public static TextField UrgencyField { get; } = new("prevented.urgency", LongestText) { TooLongCode = "prevention-text-too-long" };

    /// <summary>The guardian.</summary>
    public required PersonId Guardian { get; init; }

    /// <summary>Why the guardian cannot take part. Null when the caller's text is not a cause; this is a fault.</summary>
    public required PreventionCause? Cause { get; init; }

    /// <summary>What staff know about how the guardian is prevented; at most 500 characters.</summary>
    public required FreeText Reason { get; init; }

    /// <summary>Why the matter cannot wait; at most 500 characters.</summary>
    public required FreeText Urgency { get; init; }

    /// <summary>The second decider to whom it is put; null for anybody at the own unit who may decide.</summary>
    public StaffMemberId? SecondPerson { get; init; }
}

/// <summary>Why a guardian cannot take part (FB 6 kap. 13 § second paragraph: absence, illness or another cause).</summary>
public enum PreventionCause
{
    /// <summary>The guardian is away.</summary>
    Away,

    /// <summary>The guardian is ill.</summary>
    Ill,

    /// <summary>The guardian cannot be reached.</summary>
    Unreachable,

    /// <summary>Another cause.</summary>
    Other,
}
