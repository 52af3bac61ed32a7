using DelningsNav.Policies;

namespace DelningsNav.Hub.Parties;

/// <summary>A branch and its party, as a family reads them.</summary>
/// <param name="Authority">The party's name.</param>
/// <param name="Branch">The branch's name.</param>
/// <param name="Kind">The branch's activity, which decides the plain words for it.</param>
public sealed record PartyName(string Authority, string Branch, BranchKind Kind);
