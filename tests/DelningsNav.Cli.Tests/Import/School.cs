using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Cli.Tests.Import;

/// <summary>The files of a small school, as an SS12000 v2.1 source answers, for a test to change before they are written.</summary>
internal sealed class School
{
    public const string Owner = "0a000000-0000-4000-8000-000000000001";
    public const string Unit = "0a000000-0000-4000-8000-000000000002";
    public const string Ada = "0b000000-0000-4000-8000-000000000001";
    public const string Bo = "0b000000-0000-4000-8000-000000000002";
    public const string Maths = "0c000000-0000-4000-8000-000000000001";
    public const string Art = "0c000000-0000-4000-8000-000000000002";

    // Skatteverket's numbers for tests; nobody bears them.
    public const string NumberOfAda = "201305122382";
    public const string NumberOfBo = "201306172386";

    public JsonArray Organisations { get; } =
    [
        Organisation(Owner, "Exempelstaden", "Huvudman", null),
        Organisation(Unit, "Järvaskolan 7–9", "Skolenhet", Owner),
    ];

    public JsonArray Persons { get; } = [Person(Ada, "Ada", NumberOfAda), Person(Bo, "Bo", NumberOfBo)];

    public JsonArray Attendance { get; } =
    [
        Item(Ada, Maths, "2026-09-01", "2026-09-30", valid: 60, invalid: 300, reported: 900, offered: 1000),
        Item(Ada, Art, "2026-09-01", "2026-09-30", valid: 0, invalid: 0, reported: 500, offered: 500),
        Item(Ada, Maths, "2026-10-01", "2026-10-31", valid: 100, invalid: 600, reported: 1000, offered: 1000),
        Item(Bo, Maths, "2026-09-01", "2026-09-30", valid: 0, invalid: 10, reported: 30, offered: 30),
    ];

    public string? PageToken { get; set; }

    public static JsonObject Item(
        string pupil, string activity, string from, string to, int valid, int invalid, int reported, int offered) =>
        new()
        {
            ["activity"] = new JsonObject { ["id"] = activity },
            ["student"] = new JsonObject { ["id"] = pupil },
            ["startDate"] = from,
            ["endDate"] = to,
            ["attendanceSum"] = offered - valid - invalid,
            ["validAbsenceSum"] = valid,
            ["invalidAbsenceSum"] = invalid,
            ["reportedSum"] = reported,
            ["offeredSum"] = offered,
        };

    public static JsonObject Person(string id, string name, string? number) => new()
    {
        ["id"] = id,
        ["meta"] = Meta(),
        ["givenName"] = name,
        ["familyName"] = "Exempel",
        ["civicNo"] = number is null ? null : new JsonObject { ["value"] = number },
        ["securityMarking"] = "Ingen",
        ["enrolments"] = new JsonArray(
            new JsonObject { ["enroledAt"] = new JsonObject { ["id"] = Unit }, ["schoolType"] = "GR", ["startDate"] = "2024-08-01" }),
    };

    /// <summary>Writes the three files and gives the options that name them.</summary>
    public string[] Write(CommandLine shell)
    {
        Write(shell, "organisations.json", Organisations, null);
        Write(shell, "persons.json", Persons, null);
        Write(shell, "attendance.json", Attendance, PageToken);
        return
        [
            "--persons", shell.PathOf("persons.json"), "--organisations", shell.PathOf("organisations.json"),
            "--attendance", shell.PathOf("attendance.json"),
        ];
    }

    private static void Write(CommandLine shell, string file, JsonArray data, string? pageToken) =>
        File.WriteAllText(
            shell.PathOf(file),
            new JsonObject { ["data"] = data.DeepClone(), ["pageToken"] = pageToken }.ToJsonString(JsonSerializerOptions.Default));

    private static JsonObject Organisation(string id, string name, string type, string? parent) => new()
    {
        ["id"] = id,
        ["meta"] = Meta(),
        ["displayName"] = name,
        ["organisationType"] = type,
        ["parentOrganisation"] = parent is null ? null : new JsonObject { ["id"] = parent },
    };

    private static JsonObject Meta() => new() { ["created"] = "2024-08-01T08:00:00+02:00", ["modified"] = "2026-08-01T08:00:00+02:00" };
}
