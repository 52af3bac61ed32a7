using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>A pupil of the demo city with the pupil's guardians.</summary>
internal sealed class DemoFamily(int number, DemoResident child, SecurityMarking marking, IReadOnlyList<DemoResident> guardians)
{
    // The actor in the log for facts of the population register, which a real system would get in the register's evening delivery.
    private static readonly Actor Register = new(Guid.Empty, "hub", "Folkbokföringen");

    /// <summary>The number of the pupil in the holders' references. It is not an identity number.</summary>
    public int Number { get; } = number;

    /// <summary>The pupil.</summary>
    public DemoResident Child { get; } = child;

    /// <summary>The guardians.</summary>
    public IReadOnlyList<DemoResident> Guardians { get; } = guardians;

    /// <summary>Registers the family from the population register.</summary>
    public async Task RegisterAsync(MaintainRegister register, CancellationToken ct)
    {
        Child.Id = await register.RegisterAsync(Child.Number, Child.GivenName, Child.FamilyName, marking, Register, ct);
        foreach (var guardian in Guardians)
        {
            guardian.Id = await register.RegisterAsync(
                guardian.Number, guardian.GivenName, guardian.FamilyName, SecurityMarking.None, Register, ct);
            guardian.Custody = await register.RecordCustodyAsync(
                Child.Id, guardian.Id, CustodyKind.Guardian, Child.Number.BirthDate, Register, ct);
        }
    }
}

/// <summary>A pupil or guardian of the demo city. The id is set when the person is registered.</summary>
internal sealed class DemoResident(string givenName, string familyName, Personnummer number)
{
    /// <summary>The id.</summary>
    public PersonId Id { get; set; }

    /// <summary>The id of a guardian's custody of the family's child.</summary>
    public CustodyId Custody { get; set; }

    /// <summary>The given name.</summary>
    public string GivenName { get; } = givenName;

    /// <summary>The family name.</summary>
    public string FamilyName { get; } = familyName;

    /// <summary>The given name and the family name.</summary>
    public string Name => $"{GivenName} {FamilyName}";

    /// <summary>An identity number that no real person has.</summary>
    public Personnummer Number { get; } = number;
}
