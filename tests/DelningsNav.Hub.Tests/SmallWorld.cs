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
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Hub.Tests;

/// <summary>
/// The ids of the small world that every test hub contains: a school board and a social board that have adopted the rules, a child of ten
/// with two guardians, an SST case, and the school's absence record of the child.
/// </summary>
internal sealed record SmallWorld
{
    public required AuthorityId SchoolBoard { get; init; }

    public required BranchId School { get; init; }

    public required BranchId Elevhalsa { get; init; }

    public required AuthorityId SocialBoard { get; init; }

    public required BranchId Social { get; init; }

    public required StaffMemberId Rektor { get; init; }

    public required StaffMemberId Familjebehandlare { get; init; }

    public required PersonId Child { get; init; }

    public required PersonId Mother { get; init; }

    public required PersonId Father { get; init; }

    public required CaseId Case { get; init; }

    public required RecordId Absence { get; init; }

    /// <summary>Builds the world in an empty database through the use cases, and closes the hub that did it.</summary>
    public static async Task<SmallWorld> BuildAsync(HubSettings settings, TestClock clock)
    {
        await using var hub = await HubStart.OpenAsync(settings, clock, CancellationToken.None);
        await using var services = new ServiceCollection().AddHub(hub, new IdSource(clock)).BuildServiceProvider();
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        var parties = services.GetRequiredService<MaintainParties>();
        var schoolBoard = await parties.AddAuthorityAsync("Utbildningsnämnden", "2120000142", PartyKind.MunicipalSchool, default);
        var school = await parties.AddBranchAsync(schoolBoard, "Grundskola", BranchKind.School, default);
        var elevhalsa = await parties.AddBranchAsync(schoolBoard, "Elevhälsa", BranchKind.PupilHealth, default);
        var socialBoard = await parties.AddAuthorityAsync("Järva stadsdelsnämnd", "2120000143", PartyKind.SocialBoard, default);
        var social = await parties.AddBranchAsync(socialBoard, "Individ och familj", BranchKind.SocialServices, default);
        foreach (var board in new[] { schoolBoard, socialBoard })
        {
            Assert.IsType<AdoptOutcome.Registered>(await services.GetRequiredService<AdoptPolicySet>()
                .HandleAsync(board, hub.Policies.Version, DecisionNumber.Field.Read("NÄMND 2026/1"), today, Actor.Hub, default));
            Assert.IsType<AllowEmergencyOutcome.Registered>(await services.GetRequiredService<AllowEmergencyOpening>()
                .AllowAsync(board, DecisionNumber.Field.Read("NÄMND 2026/9"), today, Actor.Hub, default));
        }

        var unit = await parties.AddUnitAsync(school, "Järvaskolan", "Järva", default);
        var team = await parties.AddUnitAsync(social, "SST Järva", "Järva", default);
        var rektor = await parties.AddStaffAsync(
            unit, "Rut Rektor", StaffRole.Rektor, assesses: true, assessesProtectedIdentities: false, default);
        var familjebehandlare = await parties.AddStaffAsync(
            team, "Farid Familj", StaffRole.Familjebehandlare, assesses: false, assessesProtectedIdentities: false, default);
        var (child, mother, father) = await RegisterFamilyAsync(services.GetRequiredService<MaintainRegister>(), today);
        return new SmallWorld
        {
            SchoolBoard = schoolBoard,
            School = school,
            Elevhalsa = elevhalsa,
            SocialBoard = socialBoard,
            Social = social,
            Rektor = rektor,
            Familjebehandlare = familjebehandlare,
            Child = child,
            Mother = mother,
            Father = father,
            Case = await services.GetRequiredService<MaintainCases>()
                .OpenAsync(child, CaseKind.Sst, "SST 2026/1", team, familjebehandlare, default),
            Absence = await DepositAbsenceAsync(services.GetRequiredService<DepositRecord>(), child, rektor, today),
        };
    }

    private static async Task<(PersonId Child, PersonId Mother, PersonId Father)> RegisterFamilyAsync(
        MaintainRegister register, DateOnly today)
    {
        var child = await RegisterAsync(10, "Nora");
        var mother = await RegisterAsync(38, "Mona");
        var father = await RegisterAsync(41, "Per");
        await register.RecordCustodyAsync(child, mother, CustodyKind.Guardian, today.AddYears(-10), Actor.Hub, default);
        await register.RecordCustodyAsync(child, father, CustodyKind.Guardian, today.AddYears(-10), Actor.Hub, default);
        return (child, mother, father);

        Task<PersonId> RegisterAsync(int years, string name) => register.RegisterAsync(
            TestIdentities.BornOn(today.AddYears(-years).AddDays(-30)), name, "Testsson", SecurityMarking.None, Actor.Hub, default);
    }

    private static async Task<RecordId> DepositAbsenceAsync(DepositRecord deposit, PersonId child, StaffMemberId rektor, DateOnly today)
    {
        var outcome = await deposit.HandleAsync(
            new RecordDeposit
            {
                Child = child,
                Type = RecordTypeCode.Parse("franvaro"),
                Title = DepositRecord.Title.Read("En handling"),
                Reference = DepositRecord.Reference.Read("franvaro-1"),
                PeriodFrom = today.AddDays(-100),
                PeriodTo = today.AddDays(-1),
                MediaType = "application/json",
                Mentions = Mentioned.Nobody,
                Content = System.Text.Encoding.UTF8.GetBytes(TestRecords.Absence()),
            },
            new Caller.Staff(rektor),
            default);
        return Assert.IsType<DepositOutcome.Deposited>(outcome).Record;
    }
}
