using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>The boards, schools, teams and staff of the demo city. All names are invented.</summary>
internal sealed class DemoParties
{
    /// <summary>The organisation number of the school board, which runs the demo's hub.</summary>
    public const string SchoolBoardNumber = "2120009903";

    /// <summary>The municipal school board's branch for compulsory school.</summary>
    public BranchId Grundskola { get; private set; }

    /// <summary>The pupil health of the municipal school board.</summary>
    public BranchId Elevhalsa { get; private set; }

    /// <summary>The medical pupil health of the municipal school board, which is a branch of its own.</summary>
    public BranchId Medicinsk { get; private set; }

    /// <summary>The independent school's teaching.</summary>
    public BranchId Friskola { get; private set; }

    /// <summary>The independent school's pupil health.</summary>
    public BranchId FriskolansElevhalsa { get; private set; }

    /// <summary>The social services of Järva.</summary>
    public BranchId JarvaSocial { get; private set; }

    /// <summary>The social services of Kungsholmen.</summary>
    public BranchId KungsholmenSocial { get; private set; }

    /// <summary>The region's psychiatry for children and youth, which has not adopted the policy set.</summary>
    public BranchId Bup { get; private set; }

    /// <summary>The team of Järva.</summary>
    public UnitId SstJarva { get; private set; }

    /// <summary>The team for SST+ in Järva.</summary>
    public UnitId SstPlusJarva { get; private set; }

    /// <summary>The team of Kungsholmen.</summary>
    public UnitId SstKungsholmen { get; private set; }

    /// <summary>School social worker in the team of Järva.</summary>
    public DemoStaff Sara { get; private set; } = null!;

    /// <summary>Family therapist in the SST+ team.</summary>
    public DemoStaff Jonas { get; private set; } = null!;

    /// <summary>Case worker who receives reports of concern.</summary>
    public DemoStaff Miriam { get; private set; } = null!;

    /// <summary>Head of unit, and assessor for the social services of Järva.</summary>
    public DemoStaff Peter { get; private set; } = null!;

    /// <summary>Head of unit named in Järva's routine for protected identities.</summary>
    public DemoStaff Gunilla { get; private set; } = null!;

    /// <summary>Registrar of Järva.</summary>
    public DemoStaff Torsten { get; private set; } = null!;

    /// <summary>Head teacher of the higher forms, and assessor for the school.</summary>
    public DemoStaff Helena { get; private set; } = null!;

    /// <summary>Head teacher of the lower forms, and assessor for the school.</summary>
    public DemoStaff Anders { get; private set; } = null!;

    /// <summary>Named in the school board's routine for protected identities.</summary>
    public DemoStaff Birgitta { get; private set; } = null!;

    /// <summary>Registrar of the school board.</summary>
    public DemoStaff Ingrid { get; private set; } = null!;

    /// <summary>System owner of the school board, which runs the hub.</summary>
    public DemoStaff Maja { get; private set; } = null!;

    /// <summary>System owner of Järva.</summary>
    public DemoStaff Hassan { get; private set; } = null!;

    /// <summary>Counsellor of the pupil health.</summary>
    public DemoStaff Daniel { get; private set; } = null!;

    /// <summary>Special needs teacher of the pupil health.</summary>
    public DemoStaff Lotta { get; private set; } = null!;

    /// <summary>School psychologist, and assessor for the pupil health.</summary>
    public DemoStaff Farid { get; private set; } = null!;

    /// <summary>School nurse, and assessor for the medical pupil health.</summary>
    public DemoStaff Eva { get; private set; } = null!;

    /// <summary>Head teacher of the independent school, and assessor for that school.</summary>
    public DemoStaff Cecilia { get; private set; } = null!;

    /// <summary>Counsellor of the independent school, and assessor for its pupil health.</summary>
    public DemoStaff Mikael { get; private set; } = null!;

    /// <summary>School social worker in the team of Kungsholmen.</summary>
    public DemoStaff Nadja { get; private set; } = null!;

    /// <summary>Head of unit, and assessor for the social services of Kungsholmen.</summary>
    public DemoStaff Olle { get; private set; } = null!;

    /// <summary>Head of unit of the psychiatry.</summary>
    public DemoStaff Lena { get; private set; } = null!;

    /// <summary>Registers all boards, schools, teams and staff.</summary>
    public static async Task<DemoParties> RegisterAsync(MaintainParties keep, DemoAdoptions adoptions, CancellationToken ct)
    {
        var city = new DemoParties();
        await city.RegisterSchoolsAsync(keep, adoptions, ct);
        await city.RegisterSocialServicesAsync(keep, adoptions, ct);
        return city;
    }

    private async Task RegisterSchoolsAsync(MaintainParties keep, DemoAdoptions adoptions, CancellationToken ct)
    {
        var board = await keep.AddAuthorityAsync("Utbildningsnämnden i Exempelstaden", SchoolBoardNumber, PartyKind.MunicipalSchool, ct);
        await adoptions.AdoptAsync(board, $"UBN {adoptions.Year}/0117", ct);
        await adoptions.AllowEmergencyAsync(board, $"UBN {adoptions.Year}/0118", ct);
        Grundskola = await keep.AddBranchAsync(board, "Grundskola", BranchKind.School, ct);
        Elevhalsa = await keep.AddBranchAsync(board, "Elevhälsa", BranchKind.PupilHealth, ct);
        Medicinsk = await keep.AddBranchAsync(board, "Elevhälsans medicinska insats", BranchKind.MedicalPupilHealth, ct);
        var lower = await keep.AddUnitAsync(Grundskola, "Järvaskolan F–6", "Järva", ct);
        var higher = await keep.AddUnitAsync(Grundskola, "Järvaskolan 7–9", "Järva", ct);
        var office = await keep.AddUnitAsync(Grundskola, "Utbildningsförvaltningens kansli", "Exempelstaden", ct);
        var health = await keep.AddUnitAsync(Elevhalsa, "Elevhälsan Järvaskolan", "Järva", ct);
        var nurse = await keep.AddUnitAsync(Medicinsk, "Skolsköterskan Järvaskolan", "Järva", ct);
        Helena = await StaffAsync(higher, "Helena Åström", StaffRole.Rektor, assesses: true);
        Anders = await StaffAsync(lower, "Anders Kvist", StaffRole.Rektor, assesses: true);
        Birgitta = await StaffAsync(office, "Birgitta Sköld", StaffRole.Rektor, assesses: true, protectedIdentities: true);
        Ingrid = await StaffAsync(office, "Ingrid Falk", StaffRole.Registrator);
        Maja = await StaffAsync(office, "Maja Holmgren", StaffRole.Systemagare);
        Daniel = await StaffAsync(health, "Daniel Ortega", StaffRole.Kurator);
        Lotta = await StaffAsync(health, "Lotta Brandt", StaffRole.Specialpedagog);
        Farid = await StaffAsync(health, "Farid Nazari", StaffRole.Skolpsykolog, assesses: true);
        Eva = await StaffAsync(nurse, "Eva Nordin", StaffRole.Skolskoterska, assesses: true);

        var owner = await keep.AddAuthorityAsync("Stiftelsen Kungsholmens friskola", "8020009901", PartyKind.IndependentSchool, ct);
        await adoptions.AdoptAsync(owner, $"KF {adoptions.Year}-08", ct);
        Friskola = await keep.AddBranchAsync(owner, "Skola", BranchKind.School, ct);
        FriskolansElevhalsa = await keep.AddBranchAsync(owner, "Elevhälsa", BranchKind.PupilHealth, ct);
        var independent = await keep.AddUnitAsync(Friskola, "Kungsholmens friskola", "Kungsholmen", ct);
        var independentHealth = await keep.AddUnitAsync(FriskolansElevhalsa, "Elevhälsan Kungsholmens friskola", "Kungsholmen", ct);
        Cecilia = await StaffAsync(independent, "Cecilia Ahl", StaffRole.Rektor, assesses: true);
        Mikael = await StaffAsync(independentHealth, "Mikael Ros", StaffRole.Kurator, assesses: true);

        Task<DemoStaff> StaffAsync(UnitId unit, string name, StaffRole role, bool assesses = false, bool protectedIdentities = false) =>
            AddStaffAsync(keep, unit, name, role, assesses, protectedIdentities, ct);
    }

    private async Task RegisterSocialServicesAsync(MaintainParties keep, DemoAdoptions adoptions, CancellationToken ct)
    {
        var jarva = await keep.AddAuthorityAsync("Järva stadsdelsnämnd", "2120009911", PartyKind.SocialBoard, ct);
        await adoptions.AdoptAsync(jarva, $"JSDN {adoptions.Year}/0204", ct);
        await adoptions.AllowEmergencyAsync(jarva, $"JSDN {adoptions.Year}/0205", ct);
        JarvaSocial = await keep.AddBranchAsync(jarva, "Socialtjänst", BranchKind.SocialServices, ct);
        SstJarva = await keep.AddUnitAsync(JarvaSocial, "SST-team Järva", "Järva", ct);
        SstPlusJarva = await keep.AddUnitAsync(JarvaSocial, "SST+-team Järva", "Järva", ct);
        var reception = await keep.AddUnitAsync(JarvaSocial, "Mottagningen Järva", "Järva", ct);
        var office = await keep.AddUnitAsync(JarvaSocial, "Registraturen Järva", "Järva", ct);
        Sara = await StaffAsync(SstJarva, "Sara Lindström", StaffRole.Skolsocionom);
        Jonas = await StaffAsync(SstPlusJarva, "Jonas Ekberg", StaffRole.Familjebehandlare);
        Miriam = await StaffAsync(reception, "Miriam Tesfaye", StaffRole.Socialsekreterare);
        Peter = await StaffAsync(SstJarva, "Peter Wallgren", StaffRole.Enhetschef, assesses: true);
        Gunilla = await StaffAsync(reception, "Gunilla Hedin", StaffRole.Enhetschef, assesses: true, protectedIdentities: true);
        Torsten = await StaffAsync(office, "Torsten Bäck", StaffRole.Registrator);
        Hassan = await StaffAsync(office, "Hassan Aziz", StaffRole.Systemagare);

        var kungsholmen = await keep.AddAuthorityAsync("Kungsholmens stadsdelsnämnd", "2120009929", PartyKind.SocialBoard, ct);
        await adoptions.AdoptAsync(kungsholmen, $"KSDN {adoptions.Year}/0188", ct);
        await adoptions.AllowEmergencyAsync(kungsholmen, $"KSDN {adoptions.Year}/0189", ct);
        KungsholmenSocial = await keep.AddBranchAsync(kungsholmen, "Socialtjänst", BranchKind.SocialServices, ct);
        SstKungsholmen = await keep.AddUnitAsync(KungsholmenSocial, "SST-team Kungsholmen", "Kungsholmen", ct);
        Nadja = await StaffAsync(SstKungsholmen, "Nadja Petrović", StaffRole.Skolsocionom);
        Olle = await StaffAsync(SstKungsholmen, "Olle Sandin", StaffRole.Enhetschef, assesses: true);

        // The region has not adopted the policy set. Its records are therefore released only after its own assessment.
        var region = await keep.AddAuthorityAsync("Region Exempel", "2321009900", PartyKind.Region, ct);
        Bup = await keep.AddBranchAsync(region, "Barn- och ungdomspsykiatri", BranchKind.HealthCare, ct);
        var clinic = await keep.AddUnitAsync(Bup, "BUP Järva", "Järva", ct);
        Lena = await StaffAsync(clinic, "Lena Forss", StaffRole.Enhetschef, assesses: true);

        Task<DemoStaff> StaffAsync(UnitId unit, string name, StaffRole role, bool assesses = false, bool protectedIdentities = false) =>
            AddStaffAsync(keep, unit, name, role, assesses, protectedIdentities, ct);
    }

    private static async Task<DemoStaff> AddStaffAsync(
        MaintainParties keep, UnitId unit, string name, StaffRole role, bool assesses, bool protectedIdentities, CancellationToken ct) =>
        new(await keep.AddStaffAsync(unit, name, role, assesses, protectedIdentities, ct), name);
}

/// <summary>A member of staff of the demo city.</summary>
internal sealed record DemoStaff(StaffMemberId Id, string Name)
{
    /// <summary>The member of staff as a caller of use cases.</summary>
    public Caller Caller => new Caller.Staff(Id);
}
