using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Parties;

/// <summary>The role of a member of staff (docs/glossary.md).</summary>
public enum StaffRole
{
    /// <summary>Counsellor. Swedish: <b>kurator</b>.</summary>
    Kurator,

    /// <summary>Special needs teacher. Swedish: <b>specialpedagog</b>.</summary>
    Specialpedagog,

    /// <summary>School psychologist. Swedish: <b>skolpsykolog</b>.</summary>
    Skolpsykolog,

    /// <summary>School social worker. Swedish: <b>skolsocionom</b>.</summary>
    Skolsocionom,

    /// <summary>School nurse. Swedish: <b>skolsköterska</b>.</summary>
    Skolskoterska,

    /// <summary>Family therapist. Swedish: <b>familjebehandlare</b>.</summary>
    Familjebehandlare,

    /// <summary>Case worker of the social services. Swedish: <b>socialsekreterare</b>.</summary>
    Socialsekreterare,

    /// <summary>Head teacher. Swedish: <b>rektor</b>.</summary>
    Rektor,

    /// <summary>Head of a unit of the social services. Swedish: <b>enhetschef</b>.</summary>
    Enhetschef,

    /// <summary>Registrar. Swedish: <b>registrator</b>.</summary>
    Registrator,

    /// <summary>
    /// System owner: manages the authority's part of the hub and its decisions about the rules. Swedish: <b>systemägare</b>.
    /// </summary>
    Systemagare,
}

/// <summary>A person who works at a unit in a role. An assignment opens the content of a case. The role alone never opens it.</summary>
public sealed class StaffMember
{
    private StaffMember() { }

    /// <summary>The member's id.</summary>
    public StaffMemberId Id { get; private init; }

    /// <summary>The workplace.</summary>
    public UnitId Unit { get; private init; }

    /// <summary>The name shown to families and in the log.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The role.</summary>
    public StaffRole Role { get; private init; }

    /// <summary>Whether the member's authority has delegated the assessment of harm to this person (OSL 6 kap. 3 §).</summary>
    public bool Assesses { get; private init; }

    /// <summary>Whether the member is named in the written routine for protected identities.</summary>
    public bool AssessesProtectedIdentities { get; private init; }

    /// <summary>The first day on which the member no longer works here. It is null while the member works here.</summary>
    public DateOnly? LeftOn { get; private set; }

    /// <summary>Registers a member of staff.</summary>
    public static StaffMember Register(
        StaffMemberId id, UnitId unit, string name, StaffRole role, bool assesses = false, bool assessesProtectedIdentities = false) =>
        new()
        {
            Id = id,
            Unit = unit,
            Name = name,
            Role = role,
            Assesses = assesses,
            AssessesProtectedIdentities = assessesProtectedIdentities,
        };

    /// <summary>Ends the employment. The given day is the first day without employment.</summary>
    public void Leave(DateOnly firstDayWithout) => LeftOn ??= firstDayWithout;
}
