using DelningsNav.Policies;

namespace DelningsNav.Hub.Requests;

/// <summary>The codes of a decision row that decide how a thing stands.</summary>
internal static class DecisionCodes
{
    /// <summary>Nothing stood in the way, and there was nothing to hand over.</summary>
    public static readonly MissingCode NothingHeld = MissingCode.Parse("nothing-held");
}
