using DelningsNav.Policies;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>The filter of the table. The members have the same names as in the address.</summary>
public sealed class RuleQuery
{
    /// <summary>The holder: a kind of party, named by its school or by its only branch, or everybody.</summary>
    public string? Fran { get; set; }

    /// <summary>The recipient, or everybody.</summary>
    public string? Till { get; set; }

    /// <summary>A record type, or empty for every type.</summary>
    public string? Uppgift { get; set; }

    /// <summary>
    /// The holder of the direction that is shown if the address does not name another. It is the direction that people ask about most. A
    /// single record type is shown in every direction.
    /// </summary>
    public static Side UsualHolder { get; } = new(PartyKind.MunicipalSchool, BranchKind.School);

    /// <summary>The recipient of that direction.</summary>
    public static Side UsualRecipient { get; } = new(PartyKind.SocialBoard, BranchKind.SocialServices);

    /// <summary>The holder chosen, or null for everybody.</summary>
    public Side? Holder => Chosen(Fran, UsualHolder);

    /// <summary>The recipient chosen, or null for everybody.</summary>
    public Side? Recipient => Chosen(Till, UsualRecipient);

    /// <summary>Whether the rules have every holder, recipient and record type that the address names.</summary>
    public bool IsKnown(RecordTypeCatalogue types)
    {
        ArgumentNullException.ThrowIfNull(types);
        return IsSide(Fran) && IsSide(Till) && (string.IsNullOrEmpty(Uppgift) || (Type is { } type && types.TryFind(type, out _)));
    }

    /// <summary>The cells that the filter selects. A holder includes every branch of its kind of party.</summary>
    public IReadOnlyList<RuleCell> CellsOf(RuleTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. table.Cells.Where(cell => (Holder is not { } holder || cell.Holder.Party == holder.Party)
                && (Recipient is not { } recipient || cell.Recipient == recipient)
                && (string.IsNullOrEmpty(Uppgift) || cell.Type.Code == Type)),
        ];
    }

    private RecordTypeCode? Type => RecordTypeCode.TryParse(Uppgift, out var type) ? type : null;

    private Side? Chosen(string? name, Side usual) =>
        string.IsNullOrEmpty(name) ? (string.IsNullOrEmpty(Uppgift) ? usual : null) : RuleAddress.Parse(name);

    private static bool IsSide(string? name) =>
        string.IsNullOrEmpty(name) || name == RuleAddress.Everybody || RuleAddress.Parse(name) is not null;
}
