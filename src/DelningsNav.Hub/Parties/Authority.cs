using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Parties;

/// <summary>
/// A party that holds records and is responsible for them: a municipal board (each <b>nämnd</b> is its own <b>myndighet</b>), a region,
/// or the owner of an independent school, which is an <b>enskild</b> and not an authority (OSL 2 kap. 1 §, 8 kap. 1 §).
/// </summary>
public sealed class Authority
{
    private Authority() { }

    /// <summary>The authority's id.</summary>
    public AuthorityId Id { get; private init; }

    /// <summary>The name that people use for it.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The Swedish organisation number, ten digits. Swedish: <b>organisationsnummer</b>.</summary>
    public string Organisationsnummer { get; private init; } = "";

    /// <summary>What kind of party it is.</summary>
    public PartyKind Kind { get; private init; }

    /// <summary>Registers a party.</summary>
    public static Authority Register(AuthorityId id, string name, string organisationsnummer, PartyKind kind) =>
        new() { Id = id, Name = name, Organisationsnummer = organisationsnummer, Kind = kind };
}

/// <summary>
/// An independent branch of an authority. Secrecy applies between branches as it does between authorities.
/// Swedish: <b>självständig verksamhetsgren</b> (OSL 8 kap. 2 §).
/// </summary>
public sealed class Branch
{
    private Branch() { }

    /// <summary>The branch's id.</summary>
    public BranchId Id { get; private init; }

    /// <summary>The authority it belongs to.</summary>
    public AuthorityId Authority { get; private init; }

    /// <summary>Its name.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Its activity, which decides the secrecy of the records it holds.</summary>
    public BranchKind Kind { get; private init; }

    /// <summary>Registers a branch.</summary>
    public static Branch Register(BranchId id, AuthorityId authority, string name, BranchKind kind) =>
        new() { Id = id, Authority = authority, Name = name, Kind = kind };
}

/// <summary>A workplace within a branch: a school, a team, a reception. Swedish: <b>enhet</b>.</summary>
public sealed class Unit
{
    private Unit() { }

    /// <summary>The unit's id.</summary>
    public UnitId Id { get; private init; }

    /// <summary>The branch it belongs to.</summary>
    public BranchId Branch { get; private init; }

    /// <summary>Its name.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The part of the city it serves. Swedish: <b>stadsdelsområde</b>.</summary>
    public string Area { get; private init; } = "";

    /// <summary>Registers a unit.</summary>
    public static Unit Register(UnitId id, BranchId branch, string name, string area) =>
        new() { Id = id, Branch = branch, Name = name, Area = area };
}
