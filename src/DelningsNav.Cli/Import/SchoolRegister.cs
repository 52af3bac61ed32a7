namespace DelningsNav.Cli.Import;

/// <summary>A pupil in the school's register.</summary>
/// <param name="Id">The register's id of the pupil, which is the same in all systems of the school.</param>
/// <param name="Number">The identity number to look up at the hub, or null when the hub cannot look it up.</param>
/// <param name="Enrolments">Where and when the pupil is enrolled.</param>
/// <param name="Place">The pupil's location in the file.</param>
internal sealed record Pupil(Guid Id, CivicNumber? Number, IReadOnlyList<Enrolment> Enrolments, Place Place);

/// <summary>An enrolment at a school unit. The first and the last day are included.</summary>
internal sealed record Enrolment(Guid SchoolUnit, DateOnly From, DateOnly? To);

/// <summary>An organisation: a school unit, or something that it belongs to.</summary>
internal sealed record Organisation(Guid Id, string Name, Guid? Parent, Place Place);

/// <summary>The persons and organisations of an SS12000 v2.1 source.</summary>
internal sealed class SchoolRegister
{
    private static readonly string[] Markings = ["Ingen", "Sekretessmarkering", "Skyddad folkbokföring"];
    private static readonly string[] Statuses = ["Aktiv", "Utvandrad", "Avliden"];

    private static readonly string[] OrganisationTypes =
        ["Huvudman", "Verksamhetsområde", "Förvaltning", "Rektorsområde", "Skola", "Skolenhet", "Varumärke", "Bolag", "Övrigt"];

    private static readonly string[] SchoolTypes =
    [
        "FS", "FKLASS", "FTH", "OPPFTH", "GR", "GRS", "TR", "SP", "SAM", "GY", "GYS", "VUX", "VUXSFI", "VUXGR", "VUXGY", "VUXSARGR",
        "VUXSARTR",
        "VUXSARGY", "SFI", "SARVUX", "SARVUXGR", "SARVUXGY", "KU", "YH", "FHS", "STF", "KKU", "HS", "ABU", "AU",
    ];

    private readonly Dictionary<Guid, Pupil> _people = [];
    private readonly Dictionary<Guid, Organisation> _organisations = [];

    /// <summary>Reads every person and organisation, and records every fault.</summary>
    public SchoolRegister(IEnumerable<Place> persons, IEnumerable<Place> organisations)
    {
        foreach (var place in organisations)
        {
            Add(place);
        }

        foreach (var organisation in _organisations.Values.Where(o => o.Parent is { } parent && !_organisations.ContainsKey(parent)))
        {
            organisation.Place.Fault($"its parent `{organisation.Parent}` is not among the organisations");
        }

        foreach (var place in persons)
        {
            AddPerson(place);
        }
    }

    /// <summary>The person with this id, or null.</summary>
    public Pupil? Find(Guid id) => _people.GetValueOrDefault(id);

    /// <summary>The school unit of the pupil's last enrolment within a period, or null.</summary>
    public Organisation? SchoolOf(Pupil pupil, Period period) => pupil.Enrolments
        .Where(e => e.From <= period.To && (e.To is not { } to || period.From <= to))
        .OrderByDescending(e => e.From).ThenBy(e => e.SchoolUnit)
        .Select(e => _organisations.GetValueOrDefault(e.SchoolUnit))
        .FirstOrDefault();

    /// <summary>The owner of a school unit: the topmost organisation above it, or the unit itself when it has no parent.</summary>
    public Organisation OwnerOf(Organisation unit)
    {
        var seen = new HashSet<Guid>();
        var owner = unit;
        while (seen.Add(owner.Id) && owner.Parent is { } parent && _organisations.TryGetValue(parent, out var above))
        {
            owner = above;
        }

        return owner;
    }

    private void Add(Place place)
    {
        var id = place.Required("id")?.Id();
        var name = place.Required("displayName")?.Text();
        place.Required("organisationType")?.IsOneOf(OrganisationTypes);
        place.HasMeta();
        var parent = place.Optional("parentOrganisation")?.Required("id")?.Id();
        if (id is { } known && !_organisations.TryAdd(known, new Organisation(known, name ?? "", parent, place)))
        {
            place.Fault($"the organisation `{known}` is listed twice");
        }
    }

    private void AddPerson(Place place)
    {
        var id = place.Required("id")?.Id();
        place.Required("givenName")?.Text();
        place.Required("familyName")?.Text();
        place.HasMeta();
        place.Optional("birthDate")?.Day();
        place.Optional("securityMarking")?.IsOneOf(Markings);
        place.Optional("personStatus")?.IsOneOf(Statuses);
        var number = place.Optional("civicNo") is { } civicNo && civicNo.IsObject() ? CivicNumber.Read(civicNo) : null;
        var enrolments = (place.Optional("enrolments")?.Items() ?? []).Select(Read).OfType<Enrolment>().ToList();
        if (id is { } known && !_people.TryAdd(known, new Pupil(known, number, enrolments, place)))
        {
            place.Fault($"the person `{known}` is listed twice");
        }
    }

    private Enrolment? Read(Place place)
    {
        if (!place.IsObject())
        {
            return null;
        }

        var at = place.Required("enroledAt")?.Required("id");
        var unit = at?.Id();
        if (unit is { } known && !_organisations.ContainsKey(known))
        {
            at!.Value.Fault($"the organisation `{known}` is not among the organisations");
        }

        place.Required("schoolType")?.IsOneOf(SchoolTypes);
        var from = place.Required("startDate")?.Day();
        var to = place.Optional("endDate")?.Day();
        var cancelled = place.Optional("cancelled")?.Flag() ?? false;
        return unit is null || from is null || cancelled ? null : new Enrolment(unit.Value, from.Value, to);
    }
}
