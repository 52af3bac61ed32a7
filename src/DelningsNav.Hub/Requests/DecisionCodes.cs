namespace DelningsNav.Hub.Requests;

/// <summary>The codes of a decision row that decide how a thing stands.</summary>
internal static class DecisionCodes
{
    /// <summary>Nothing stood in the way, and there was nothing to hand over.</summary>
    public const string NothingHeld = "nothing-held";

    /// <summary>The holder's assessor has said no (the bar of the same name).</summary>
    public const string RefusedByHolder = "refused-by-holder";
}
