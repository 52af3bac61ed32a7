using DelningsNav.Policies;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>The names of sides, cells and rules in addresses: plain Swedish words, the same in both languages.</summary>
public static class RuleAddress
{
    /// <summary>The address of the table.</summary>
    public const string Table = "/regler";

    /// <summary>The word that means every holder or every recipient.</summary>
    public const string Everybody = "alla";

    private static readonly Dictionary<Side, string> Names = new()
    {
        [new(PartyKind.MunicipalSchool, BranchKind.School)] = "kommunal-skola",
        [new(PartyKind.MunicipalSchool, BranchKind.PupilHealth)] = "kommunal-elevhalsa",
        [new(PartyKind.MunicipalSchool, BranchKind.MedicalPupilHealth)] = "kommunal-skolhalsovard",
        [new(PartyKind.IndependentSchool, BranchKind.School)] = "fristaende-skola",
        [new(PartyKind.IndependentSchool, BranchKind.PupilHealth)] = "fristaende-elevhalsa",
        [new(PartyKind.IndependentSchool, BranchKind.MedicalPupilHealth)] = "fristaende-skolhalsovard",
        [new(PartyKind.SocialBoard, BranchKind.SocialServices)] = "socialnamnd",
        [new(PartyKind.Region, BranchKind.HealthCare)] = "region",
    };

    /// <summary>A side's name in addresses.</summary>
    public static string Of(Side side) => Names[side];

    /// <summary>The address of a cell's own page.</summary>
    public static string Of(RuleCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return Cell(cell.Holder, cell.Recipient, cell.Type.Code);
    }

    /// <summary>The address of the page about a record type at a holder, for a recipient.</summary>
    public static string Cell(Side holder, Side recipient, RecordTypeCode recordType) =>
        $"{Table}/{Of(holder)}/{Of(recipient)}/{recordType}";

    /// <summary>The address of a rule's own page.</summary>
    public static string Rule(string name) => $"{Table}/{Uri.EscapeDataString(name)}";

    /// <summary>The address of the table of one direction.</summary>
    public static string Direction(Side holder, Side recipient) => $"{Table}?fran={Of(holder)}&till={Of(recipient)}";

    /// <summary>The side with this name, or null.</summary>
    public static Side? Parse(string? name) =>
        Names.Where(pair => pair.Value == name).Select(pair => (Side?)pair.Key).FirstOrDefault();
}
