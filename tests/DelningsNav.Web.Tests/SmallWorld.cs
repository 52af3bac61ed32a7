using System.Text;
using DelningsNav.Hub;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Signing;
using Microsoft.Extensions.DependencyInjection;
using HubClientId = DelningsNav.Hub.Foundation.ClientId;

namespace DelningsNav.Web.Tests;

/// <summary>
/// The ids and keys of the small world in every test application: a school board and a social board that have adopted the rules, each with
/// a system; a child of ten with two guardians, an SST case of the social board, and the school's absence record of the child.
/// </summary>
internal sealed record SmallWorld
{
    /// <summary>The private key of the social board's system, in PEM.</summary>
    public required string SocialKey { get; init; }

    /// <summary>The private key of the school's system, in PEM.</summary>
    public required string SchoolKey { get; init; }

    public required HubClientId SocialSystem { get; init; }

    public required BranchId School { get; init; }

    public required BranchId Social { get; init; }

    public required UnitId Team { get; init; }

    public required StaffMemberId Rektor { get; init; }

    public required StaffMemberId Familjebehandlare { get; init; }

    public required StaffMemberId Registrator { get; init; }

    public required string ChildsNumber { get; init; }

    public required PersonId Child { get; init; }

    public required PersonId Mother { get; init; }

    public required PersonId Father { get; init; }

    public required CaseId Case { get; init; }

    public required RecordId Absence { get; init; }

    /// <summary>Builds the world in an empty database through the use cases, and closes the hub that built it.</summary>
    public static async Task<SmallWorld> BuildAsync(HubSettings settings, TestClock clock)
    {
        await using var hub = await HubStart.OpenAsync(settings, clock, CancellationToken.None);
        await using var services = new ServiceCollection().AddHub(hub, new IdSource(clock)).BuildServiceProvider();
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        var parties = services.GetRequiredService<MaintainParties>();
        var schoolBoard = await parties.AddAuthorityAsync("Utbildningsnämnden", "2120000142", PartyKind.MunicipalSchool, default);
        var school = await parties.AddBranchAsync(schoolBoard, "Grundskola", BranchKind.School, default);
        var socialBoard = await parties.AddAuthorityAsync("Järva stadsdelsnämnd", "2120000143", PartyKind.SocialBoard, default);
        var social = await parties.AddBranchAsync(socialBoard, "Individ och familj", BranchKind.SocialServices, default);
        foreach (var (board, caseNumber) in new[] { (schoolBoard, "UTBN 2026/1"), (socialBoard, "SDN 2026/1") })
        {
            Assert.IsType<AdoptOutcome.Registered>(await services.GetRequiredService<AdoptPolicySet>()
                .HandleAsync(board, hub.Policies.Version, DecisionNumber.Field.Read(caseNumber), today, Actor.Hub, default));
            Assert.IsType<AllowEmergencyOutcome.Registered>(await services.GetRequiredService<AllowEmergencyOpening>()
                .AllowAsync(board, DecisionNumber.Field.Read("NÄMND 2026/9"), today, Actor.Hub, default));
        }

        var unit = await parties.AddUnitAsync(school, "Järvaskolan", "Järva", default);
        var team = await parties.AddUnitAsync(social, "SST Järva", "Järva", default);
        var rektor = await parties.AddStaffAsync(
            unit, "Rut Rektor", StaffRole.Rektor, assesses: true, assessesProtectedIdentities: false, default);
        var familjebehandlare = await parties.AddStaffAsync(
            team, "Farid Familj", StaffRole.Familjebehandlare, assesses: false, assessesProtectedIdentities: false, default);
        var registrator = await parties.AddStaffAsync(
            team, "Rolf Registrator", StaffRole.Registrator, assesses: false, assessesProtectedIdentities: false, default);
        using var socialKey = SigningKey.Create();
        using var schoolKey = SigningKey.Create();
        var everyRole = Enum.GetValues<ClientRole>();
        var socialSystem = await parties.AddClientAsync(
            social, "Social", Operations.All, everyRole, socialKey.KeyId, socialKey.PublicKey.ToPem(), default);
        var schoolSystem = await parties.AddClientAsync(
            school, "Skola", Operations.All, everyRole, schoolKey.KeyId, schoolKey.PublicKey.ToPem(), default);

        // Both have made calls before, so that no test meets the entry of a first call.
        await services.GetRequiredService<NoteKeyUse>().HandleAsync(socialSystem, socialKey.KeyId, default);
        await services.GetRequiredService<NoteKeyUse>().HandleAsync(schoolSystem, schoolKey.KeyId, default);

        var childsNumber = TestNumbers.OfAge(10, today);
        var (child, mother, father) = await RegisterFamilyAsync(services.GetRequiredService<MaintainRegister>(), childsNumber, today);
        return new SmallWorld
        {
            SocialKey = socialKey.ToPem(),
            SchoolKey = schoolKey.ToPem(),
            SocialSystem = socialSystem,
            School = school,
            Social = social,
            Team = team,
            Rektor = rektor,
            Familjebehandlare = familjebehandlare,
            Registrator = registrator,
            ChildsNumber = childsNumber,
            Child = child,
            Mother = mother,
            Father = father,
            Case = await services.GetRequiredService<MaintainCases>()
                .OpenAsync(child, CaseKind.Sst, "SST 2026/1", team, familjebehandlare, default),
            Absence = await DepositAbsenceAsync(services.GetRequiredService<DepositRecord>(), child, rektor, today),
        };
    }

    private static async Task<(PersonId Child, PersonId Mother, PersonId Father)> RegisterFamilyAsync(
        MaintainRegister register, string childsNumber, DateOnly today)
    {
        var child = await RegisterAsync(childsNumber, "Nora");
        var mother = await RegisterAsync(TestNumbers.OfAge(38, today), "Mona");
        var father = await RegisterAsync(TestNumbers.OfAge(41, today), "Per");
        await register.RecordCustodyAsync(child, mother, CustodyKind.Guardian, today.AddYears(-10), Actor.Hub, default);
        await register.RecordCustodyAsync(child, father, CustodyKind.Guardian, today.AddYears(-10), Actor.Hub, default);
        return (child, mother, father);

        Task<PersonId> RegisterAsync(string number, string name)
        {
            Assert.True(IdentityNumber.TryParse(number, out var parsed));
            return register.RegisterAsync(parsed, name, "Testsson", SecurityMarking.None, Actor.Hub, default);
        }
    }

    private static async Task<RecordId> DepositAbsenceAsync(DepositRecord deposit, PersonId child, StaffMemberId rektor, DateOnly today)
    {
        var outcome = await deposit.HandleAsync(
            new RecordDeposit
            {
                Child = child,
                Type = RecordTypeCode.Parse("franvaro"),
                Title = DepositRecord.Title.Read("Frånvaro hösten 2026"),
                Reference = DepositRecord.Reference.Read("franvaro-1"),
                PeriodFrom = today.AddDays(-100),
                PeriodTo = today.AddDays(-1),
                MediaType = "application/json",
                Mentions = Mentioned.Nobody,
                Content = Encoding.UTF8.GetBytes(TestApp.AbsenceContent),
            },
            new Caller.Staff(rektor),
            default);
        return Assert.IsType<DepositOutcome.Deposited>(outcome).Record;
    }
}
