namespace DelningsNav.Policies;

/// <summary>The kind of party that holds or asks for information. The law differs between the kinds.</summary>
public enum PartyKind
{
    /// <summary>A municipality's school board, an authority (OSL 23 kap.).</summary>
    MunicipalSchool,

    /// <summary>
    /// The owner of an independent school. In law it is an individual (<i>enskild</i>), not an authority (skollagen 29 kap. 14 §). Swedish:
    /// <b>fristående huvudman</b>.
    /// </summary>
    IndependentSchool,

    /// <summary>A social services board, an authority (OSL 26 kap.). Swedish: <b>socialnämnd, stadsdelsnämnd</b>.</summary>
    SocialBoard,

    /// <summary>A region's health care, an authority (OSL 25 kap.).</summary>
    Region,
}

/// <summary>
/// A branch with secrecy towards the other branches of its own authority. Swedish: <b>självständig
/// verksamhetsgren</b> (OSL 8 kap. 2 §).
/// </summary>
public enum BranchKind
{
    /// <summary>Teaching and the school's own administration.</summary>
    School,

    /// <summary>Psychological, psychosocial and special-needs support in a school. Swedish: <b>elevhälsa</b>.</summary>
    PupilHealth,

    /// <summary>
    /// School doctors and school nurses, who are a branch of health care of their own. Swedish: <b>elevhälsans medicinska insats
    /// (EMI)</b>.
    /// </summary>
    MedicalPupilHealth,

    /// <summary>Social services. Swedish: <b>socialtjänst</b>.</summary>
    SocialServices,

    /// <summary>Health care outside the school. Swedish: <b>hälso- och sjukvård</b>.</summary>
    HealthCare,
}

/// <summary>One side of a request: the party, and the branch of the party that asks for the record or holds it.</summary>
public sealed record PartyFacts(Guid AuthorityId, PartyKind Kind, Guid BranchId, BranchKind Branch);
