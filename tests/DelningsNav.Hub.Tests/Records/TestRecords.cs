namespace DelningsNav.Hub.Tests;

/// <summary>Structured records in their documented form (docs/record-formats.md).</summary>
public static class TestRecords
{
    /// <summary>The figures of one month of absence.</summary>
    public const string September =
        """
        {"from":"2026-09-01","to":"2026-09-30","offeredMinutes":1000,"validAbsenceMinutes":100,"invalidAbsenceMinutes":210,
        "reportedMinutes":1000,"absenceShare":0.31,"reportingCompleteness":1}
        """;

    /// <summary>Absence with these items of its months, and more members at the end of the outermost object.</summary>
    public static string Absence(string months = September, string more = "", string school = "Järvaskolan") =>
        $$"""{"format":"delningsnav.absence/1","school":"{{school}}","total":[],"months":[{{months}}]{{more}}}""";

    /// <summary>The figures of a month with more members.</summary>
    public static string Month(string from, string to, string more = "") =>
        $$"""
        {"from":"{{from}}","to":"{{to}}","offeredMinutes":1000,"validAbsenceMinutes":100,"invalidAbsenceMinutes":210,
        "reportedMinutes":1000,"absenceShare":0.31,"reportingCompleteness":1{{more}}}
        """;
}
