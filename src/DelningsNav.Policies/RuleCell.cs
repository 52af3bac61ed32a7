namespace DelningsNav.Policies;

/// <summary>One side of a direction: a kind of party and the branch within it, not a particular authority.</summary>
public readonly record struct Side(PartyKind Party, BranchKind Branch);

/// <summary>
/// One record type, held by one kind of holder and asked for by one kind of recipient, with every rule whose scope matches.
/// </summary>
/// <param name="Type">The record type.</param>
/// <param name="Holding">What the law says about the record type at this holder.</param>
/// <param name="Recipient">The recipient.</param>
/// <param name="Opens">The grounds on which the hub releases automatically, the least demanding first.</param>
/// <param name="CanBeConsidered">The grounds that the holder's assessor can consider.</param>
/// <param name="OpensWhenAssessed">The grounds on which the hub releases when the holder's assessor has decided so.</param>
/// <param name="Bars">The bars, which take precedence over every ground, in the order of the files.</param>
public sealed record RuleCell(
    RecordType Type,
    Holding Holding,
    Side Recipient,
    IReadOnlyList<Rule> Opens,
    IReadOnlyList<Rule> CanBeConsidered,
    IReadOnlyList<Rule> OpensWhenAssessed,
    IReadOnlyList<CellBar> Bars)
{
    /// <summary>The holder.</summary>
    public Side Holder => new(Holding.Party, Holding.Branch);

    /// <summary>Every rule of the cell, from the four lists in this order.</summary>
    public IEnumerable<Rule> Rules => [.. Opens, .. CanBeConsidered, .. OpensWhenAssessed, .. Bars.Select(bar => bar.Rule)];

    /// <summary>Whether the record type can never be opened, because no ground opens it or can be considered.</summary>
    public bool NeverOpens => Opens.Count == 0 && CanBeConsidered.Count == 0;
}

/// <summary>A bar and what it bars: an automatic release, an assessment, or both.</summary>
public sealed record CellBar(Rule Rule, bool BarsRelease, bool BarsAssessment);

/// <summary>Record types of one holder for which the law and every rule are the same, for each recipient of a table.</summary>
/// <param name="Holder">The holder.</param>
/// <param name="Provision">The secrecy provision.</param>
/// <param name="DamageTest">The damage test of the provision.</param>
/// <param name="Types">The types, in the order of the catalogue.</param>
/// <param name="Cells">One cell for each recipient. All are cells of the first type, because the rules of the other types are the
/// same.</param>
public sealed record RuleGroup(
    Side Holder, string Provision, DamageTest DamageTest, IReadOnlyList<GroupedType> Types, IReadOnlyList<RuleCell> Cells)
{
    /// <summary>Gathers cells into groups. The groups are in the order of their first types.</summary>
    public static IReadOnlyList<RuleGroup> Of(IEnumerable<RuleCell> cells) =>
    [
        .. cells.GroupBy(cell => (cell.Holder, cell.Type))
            .GroupBy(type => (type.Key.Holder, type.First().Holding.Provision, type.First().Holding.DamageTest, Rules: RulesOf(type)))
            .Select(group => new RuleGroup(
                group.Key.Holder,
                group.Key.Provision,
                group.Key.DamageTest,
                [.. group.Select(type => new GroupedType(type.Key.Type, type.First().Holding.AwaitsLawyer))],
                [.. group.First()])),
    ];

    /// <summary>
    /// The recipients of the groups. Branches of one kind of party are joined when their rules are the same in every group.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Side>> RecipientsOf(IReadOnlyList<RuleGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return
        [
            .. RuleTable.Sides.Where(side => groups.Any(group => group.CellTo(side) is not null))
                .GroupBy(side => (side.Party, Rules: string.Join('|', groups.Select(group => RulesOf([group.CellTo(side)!])))))
                .Select(same => same.ToList()),
        ];
    }

    /// <summary>The cell for one recipient, or null when the group has no such cell.</summary>
    public RuleCell? CellTo(Side recipient) => Cells.FirstOrDefault(cell => cell.Recipient == recipient);

    private static string RulesOf(IEnumerable<RuleCell> cells) =>
        string.Join('/', cells.Select(cell => string.Join(' ', cell.Rules.Select(rule => rule.Name))));
}

/// <summary>A record type within a <see cref="RuleGroup"/>.</summary>
/// <param name="Type">The type.</param>
/// <param name="AwaitsLawyer">Whether a lawyer has yet to confirm the type's classification at this holder.</param>
public sealed record GroupedType(RecordType Type, bool AwaitsLawyer);
