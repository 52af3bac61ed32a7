namespace DelningsNav.Hub.Requests;

/// <summary>The codes of a decision row that determine the state of an item.</summary>
internal static class DecisionCodes
{
    /// <summary>Nothing prevented a release, but there was nothing to hand over.</summary>
    public const string NothingHeld = "nothing-held";

    /// <summary>The holder's assessor has refused (the bar of the same name).</summary>
    public const string RefusedByHolder = "refused-by-holder";
}
