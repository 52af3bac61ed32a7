using DelningsNav.Policies;

namespace DelningsNav.Hub.Requests;

/// <summary>The codes of a decision row that determine the state of an item.</summary>
internal static class DecisionCodes
{
    /// <summary>Nothing prevented a release, but there was nothing to hand over.</summary>
    public static readonly MissingCode NothingHeld = MissingCode.Parse("nothing-held");
}
