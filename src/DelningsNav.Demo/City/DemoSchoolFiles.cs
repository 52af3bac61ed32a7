using System.Text.Encodings.Web;
using System.Text.Json;

namespace DelningsNav.Demo.City;

/// <summary>
/// The answers of the school's system as an SS12000 v2.1 source, written as files into the demo's folder, so that a newcomer can run
/// <c>delningsnav import ss12000</c> on the pupils of the city.
/// </summary>
internal sealed class DemoSchoolFiles
{
    // Fixed ids of the school's own register, which the hub does not use.
    private const string Owner = "5c000000-0000-4000-8000-000000000001";
    private const string School = "5c000000-0000-4000-8000-000000000002";
    private const string Maths = "5c000000-0000-4000-8000-000000000003";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly DateOnly _from;
    private readonly DateOnly _to;

    /// <summary>Makes the files for the three whole months before a day.</summary>
    public DemoSchoolFiles(DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        (_from, _to) = (month.AddMonths(-3), month.AddDays(-1));
    }

    /// <summary>The options of the import that name the files and the period.</summary>
    public string Options(string folder) =>
        $"--persons {Path.Combine(folder, "ss12000-persons.json")} --organisations {Path.Combine(folder, "ss12000-organisations.json")} "
        + $"--attendance {Path.Combine(folder, "ss12000-attendance.json")} --period {_from:yyyy-MM-dd}..{_to:yyyy-MM-dd}";

    /// <summary>Writes the files.</summary>
    public async Task WriteAsync(string folder, IReadOnlyList<DemoFamily> pupils, CancellationToken ct)
    {
        await WriteAsync("organisations", new[]
        {
            Organisation(Owner, "Exempelstaden", "Huvudman", null),
            Organisation(School, "Järvaskolan", "Skolenhet", new { id = Owner }),
        });
        await WriteAsync("persons", pupils.Select(Person));
        await WriteAsync("attendance", pupils.SelectMany(p => Enumerable.Range(0, 3).Select(month => Attendance(p, month))));

        async Task WriteAsync(string name, IEnumerable<object> data)
        {
            await using var file = File.Create(Path.Combine(folder, $"ss12000-{name}.json"));
            await JsonSerializer.SerializeAsync(file, new { data }, Readable, ct);
        }
    }

    private static object Organisation(string id, string displayName, string organisationType, object? parentOrganisation) =>
        new { id, meta = Meta, displayName, organisationType, parentOrganisation };

    private static object Person(DemoFamily family) => new
    {
        id = IdOf(family),
        meta = Meta,
        givenName = family.Child.GivenName,
        familyName = family.Child.FamilyName,
        civicNo = new { value = family.Child.Number.Reveal() },
        enrolments = new[] { new { enroledAt = new { id = School }, schoolType = "GR", startDate = "2024-08-01" } },
    };

    private object Attendance(DemoFamily family, int month)
    {
        var first = _from.AddMonths(month);
        var (offered, away) = (5400 + (60 * month), (family.Number * 13 % 60) + (5 * month));
        var (valid, invalid) = (offered * (away / 3) / 100, offered * (away - (away / 3)) / 100);
        return new
        {
            activity = new { id = Maths },
            student = new { id = IdOf(family) },
            startDate = $"{first:yyyy-MM-dd}",
            endDate = $"{first.AddMonths(1).AddDays(-1):yyyy-MM-dd}",
            attendanceSum = offered - valid - invalid,
            validAbsenceSum = valid,
            invalidAbsenceSum = invalid,
            reportedSum = offered * (100 - (month * 3)) / 100,
            offeredSum = offered,
        };
    }

    private static string IdOf(DemoFamily family) => $"5c000000-0000-4000-9000-{family.Number:000000000000}";

    private static object Meta => new { created = "2024-08-01T08:00:00+02:00", modified = "2026-08-01T08:00:00+02:00" };
}
