using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>The families of the demo city. All names are invented, and no real person has any of the numbers.</summary>
internal sealed class DemoFamilies
{
    private readonly FictitiousNumbers _numbers = new();
    private readonly List<DemoFamily> _all = [];
    private readonly DateOnly _today;

    /// <summary>Makes the families with birth dates that fit today.</summary>
    public DemoFamilies(DateOnly today)
    {
        _today = today;
        Nora = Family("Nora Lindqvist", 13, "Anna Lindqvist", "Erik Lindqvist");
        Liam = Family("Liam Nyberg", 10, "Sofia Nyberg", "Roger Nyberg");
        Amina = Family("Amina Yusuf", 15, "Hodan Yusuf", "Abdi Warsame");
        Maja = Family("Maja Bergström", 9, "Karin Bergström");
        Elias = Family("Elias Haddad", 11, "Samira Haddad", "Nabil Haddad");
        Viktor = Family(
            new DemoResident("Viktor", "Sandberg", _numbers.PupilAboutToBe(18, today)), SecurityMarking.None, "Marie Sandberg",
            "Per Sandberg");
        Tilde = Family(
            new DemoResident("Tilde", "Ekman", _numbers.PupilOf(12, today)), SecurityMarking.SkyddadFolkbokforing, "Jenny Ekman");
        Oskar = Family("Oskar Holm", 14, "Ulrika Holm", "Mats Holm");
        Saga = Family("Saga Lundgren", 13, "Petra Lundgren", "Johan Lundgren");
        Alva = Family("Alva Forsberg", 10, "Camilla Forsberg");
        Hugo = Family("Hugo Öberg", 12, "Linda Öberg", "Stefan Öberg");
        Wilma = Family("Wilma Dahl", 11, "Therese Dahl");
        Leila = Family("Leila Karimi", 13, "Parisa Karimi", "Reza Karimi");
        Theo = Family("Theo Björk", 9, "Emma Björk");
        Samir = Family("Samir Aziz", 12, "Layla Aziz");
        Elsa = Family("Elsa Vikström", 10, "Malin Vikström");
        Astrid = Family("Astrid Hallberg", 14, "Kristina Hallberg", "Fredrik Hallberg");
        Ebba = Family("Ebba Wallin", 8, "Jessica Wallin");
        Melvin = Family("Melvin Strand", 12, "Ida Strand");
        Freja = Family("Freja Norén", 13, "Åsa Norén", "Jan Norén");
        Noel = Family("Noel Åkesson", 14, "Maria Åkesson");
        Isak = Family("Isak Sjögren", 16, "Eva-Lena Sjögren");
    }

    /// <summary>The guardians have joint custody. Both have signed one consent; on another, one guardian has not answered yet.</summary>
    public DemoFamily Nora { get; }

    /// <summary>The father is blocked by a decision.</summary>
    public DemoFamily Liam { get; }

    /// <summary>The pupil is old enough to sign together with her guardians.</summary>
    public DemoFamily Amina { get; }

    /// <summary>The pupil has one guardian and is in SST+.</summary>
    public DemoFamily Maja { get; }

    /// <summary>The guardians disagree.</summary>
    public DemoFamily Elias { get; }

    /// <summary>The pupil is seventeen and about to turn eighteen.</summary>
    public DemoFamily Viktor { get; }

    /// <summary>The pupil has a protected identity.</summary>
    public DemoFamily Tilde { get; }

    /// <summary>The family has only now been asked for consent.</summary>
    public DemoFamily Oskar { get; }

    /// <summary>The family has withdrawn the consent.</summary>
    public DemoFamily Saga { get; }

    /// <summary>The consent has expired.</summary>
    public DemoFamily Alva { get; }

    /// <summary>The family has said no.</summary>
    public DemoFamily Hugo { get; }

    /// <summary>A concern about the pupil has only now been raised.</summary>
    public DemoFamily Wilma { get; }

    /// <summary>The region has records about the pupil, and has not adopted the rules.</summary>
    public DemoFamily Leila { get; }

    /// <summary>The pupil was reported yesterday.</summary>
    public DemoFamily Theo { get; }

    /// <summary>The pupil went to the independent school before.</summary>
    public DemoFamily Samir { get; }

    /// <summary>The records that the family consented to have not been deposited.</summary>
    public DemoFamily Elsa { get; }

    /// <summary>The pupil goes to the independent school and is in SST+.</summary>
    public DemoFamily Astrid { get; }

    /// <summary>The pupil goes to the independent school and is in SST.</summary>
    public DemoFamily Ebba { get; }

    /// <summary>The case is in follow-up.</summary>
    public DemoFamily Melvin { get; }

    /// <summary>The case is in the phase that upholds the change.</summary>
    public DemoFamily Freja { get; }

    /// <summary>The pupil's SST case is closed.</summary>
    public DemoFamily Noel { get; }

    /// <summary>The pupil's SST+ case is closed.</summary>
    public DemoFamily Isak { get; }

    /// <summary>Every family.</summary>
    public IReadOnlyList<DemoFamily> All => _all;

    private DemoFamily Family(string child, int age, params string[] guardians) =>
        Family(Resident(child, _numbers.PupilOf(age, _today)), SecurityMarking.None, guardians);

    private DemoFamily Family(DemoResident child, SecurityMarking marking, params string[] guardians)
    {
        var family = new DemoFamily(_all.Count + 1, child, marking, [.. guardians.Select(name => Resident(name, _numbers.Adult()))]);
        _all.Add(family);
        return family;
    }

    private static DemoResident Resident(string name, Personnummer number)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        return new DemoResident(name[..space], name[(space + 1)..], number);
    }
}
