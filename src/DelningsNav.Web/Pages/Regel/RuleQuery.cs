using DelningsNav.Policies;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>What the table shows, as it stands in the address. The names are those of the address.</summary>
public sealed class RuleQuery
{
    /// <summary>Whose records: a kind of party by its school or only branch, or everybody's.</summary>
    public string? Fran { get; set; }

    /// <summary>To whom, or to everybody.</summary>
    public string? Till { get; set; }

    /// <summary>A record type, or none for all.</summary>
    public string? Uppgift { get; set; }

    /// <summary>
    /// One direction at a time unless more is asked for: the one that is asked about most. A single record
    /// type is shown in every direction.
    /// </summary>
    public static Side UsualHolder { get; } = new(PartyKind.MunicipalSchool, BranchKind.School);

    /// <summary>To whom, unless the address says otherwise.</summary>
    public static Side UsualRecipient { get; } = new(PartyKind.SocialBoard, BranchKind.SocialServices);

    /// <summary>The holder chosen, or null for everybody.</summary>
    public Side? Holder => Chosen(Fran, UsualHolder);

    /// <summary>The recipient chosen, or null for everybody.</summary>
    public Side? Recipient => Chosen(Till, UsualRecipient);

    /// <summary>Whether every word is one that the rules know.</summary>
    public bool IsKnown(RecordTypeCatalogue types)
    {
        ArgumentNullException.ThrowIfNull(types);
        return IsSide(Fran) && IsSide(Till) && (string.IsNullOrEmpty(Uppgift) || types.TryFind(Uppgift, out _));
    }

    /// <summary>The cells that are asked for. A holder stands for all branches of its kind of party.</summary>
    public IReadOnlyList<RuleCell> CellsOf(RuleTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. table.Cells.Where(cell => (Holder is not { } holder || cell.Holder.Party == holder.Party)
                && (Recipient is not { } recipient || cell.Recipient == recipient)
                && (string.IsNullOrEmpty(Uppgift) || cell.Type.Code == Uppgift)),
        ];
    }

    private Side? Chosen(string? name, Side usual) =>
        string.IsNullOrEmpty(name) ? (string.IsNullOrEmpty(Uppgift) ? usual : null) : RuleAddress.Parse(name);

    private static bool IsSide(string? name) =>
        string.IsNullOrEmpty(name) || name == RuleAddress.Everybody || RuleAddress.Parse(name) is not null;
}
