using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>The families of the demo city. All names are invented, and the numbers are nobody's.</summary>
internal sealed class DemoFamilies
{
    private readonly FictitiousNumbers _numbers = new();
    private readonly List<DemoFamily> _all = [];
    private readonly DateOnly _today;

    /// <summary>Puts the families together as old as they are today.</summary>
    public DemoFamilies(DateOnly today)
    {
        _today = today;
        Nora = Family("Nora Lindqvist", 13, "Anna Lindqvist", "Erik Lindqvist");
        Liam = Family("Liam Nyberg", 10, "Sofia Nyberg", "Roger Nyberg");
        Amina = Family("Amina Yusuf", 15, "Hodan Yusuf", "Abdi Warsame");
        Maja = Family("Maja Bergström", 9, "Karin Bergström");
        Elias = Family("Elias Haddad", 11, "Samira Haddad", "Nabil Haddad");
        Viktor = Family(new DemoResident("Viktor", "Sandberg", _numbers.PupilAboutToBe(18, today)), SecurityMarking.None, "Marie Sandberg", "Per Sandberg");
        Tilde = Family(new DemoResident("Tilde", "Ekman", _numbers.PupilOf(12, today)), SecurityMarking.SkyddadFolkbokforing, "Jenny Ekman");
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

    /// <summary>Joint custody; both have signed once, and one is awaited now.</summary>
    public DemoFamily Nora { get; }

    /// <summary>The father is shut out by a decision.</summary>
    public DemoFamily Liam { get; }

    /// <summary>Old enough to sign too.</summary>
    public DemoFamily Amina { get; }

    /// <summary>One guardian, SST+.</summary>
    public DemoFamily Maja { get; }

    /// <summary>The guardians disagree.</summary>
    public DemoFamily Elias { get; }

    /// <summary>Seventeen, and about to turn eighteen.</summary>
    public DemoFamily Viktor { get; }

    /// <summary>Protected identity.</summary>
    public DemoFamily Tilde { get; }

    /// <summary>Asked just now.</summary>
    public DemoFamily Oskar { get; }

    /// <summary>Has withdrawn the consent.</summary>
    public DemoFamily Saga { get; }

    /// <summary>The consent has expired.</summary>
    public DemoFamily Alva { get; }

    /// <summary>Has said no.</summary>
    public DemoFamily Hugo { get; }

    /// <summary>Just brought up.</summary>
    public DemoFamily Wilma { get; }

    /// <summary>Known to the region, which has not adopted the rules.</summary>
    public DemoFamily Leila { get; }

    /// <summary>Reported yesterday.</summary>
    public DemoFamily Theo { get; }

    /// <summary>Came from the independent school.</summary>
    public DemoFamily Samir { get; }

    /// <summary>What is consented to has not been deposited.</summary>
    public DemoFamily Elsa { get; }

    /// <summary>At the independent school, SST+.</summary>
    public DemoFamily Astrid { get; }

    /// <summary>At the independent school, SST.</summary>
    public DemoFamily Ebba { get; }

    /// <summary>Followed up.</summary>
    public DemoFamily Melvin { get; }

    /// <summary>The change is being upheld.</summary>
    public DemoFamily Freja { get; }

    /// <summary>A closed SST case.</summary>
    public DemoFamily Noel { get; }

    /// <summary>A closed SST+ case.</summary>
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
