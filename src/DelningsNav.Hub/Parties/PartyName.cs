using DelningsNav.Policies;

namespace DelningsNav.Hub.Parties;

/// <summary>The names of a branch and of its party, as a family reads them.</summary>
/// <param name="Authority">The party's name.</param>
/// <param name="Branch">The branch's name.</param>
/// <param name="Kind">The branch's activity. It determines the plain words that describe the branch.</param>
public sealed record PartyName(string Authority, string Branch, BranchKind Kind);
