using DelningsNav.Policies;

namespace DelningsNav.Hub.Parties;

/// <summary>A branch and the party it belongs to, as a family reads them.</summary>
/// <param name="Authority">The party's name.</param>
/// <param name="Branch">The branch's name.</param>
/// <param name="Kind">What the branch does, which plain words go by.</param>
public sealed record PartyName(string Authority, string Branch, BranchKind Kind);
