namespace DelningsNav.AuditLog;

/// <summary>A party to a consent as its receipt names it, by the names at the time of the answer.</summary>
/// <param name="Reference">The branch's reference in the hub.</param>
/// <param name="Branch">The branch's name.</param>
/// <param name="Authority">The name of the authority that the branch belongs to.</param>
/// <param name="OrganisationNumber">The authority's organisation number, ten digits.</param>
public sealed record ConsentReceiptParty(string Reference, string Branch, string Authority, string OrganisationNumber);
