using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>The rules in force as the pages show them. Made when first asked for; the same for everybody.</summary>
public sealed class RuleBook(ReleasePolicies policies, string policyFolder)
{
    private readonly Lazy<RuleTable> _table = new(() => new RuleTable(policies));
    private readonly Lazy<RuleCases> _cases = new(() => RuleCases.Read(policyFolder, policies));

    /// <summary>The rules.</summary>
    public ReleasePolicies Policies => policies;

    /// <summary>What opens, can be considered and bars where.</summary>
    public RuleTable Table => _table.Value;

    /// <summary>The cases beside the rules, answered.</summary>
    public RuleCases Cases => _cases.Value;

    /// <summary>The bars that stand everywhere, which are told once instead of in every cell.</summary>
    public IReadOnlyList<CellBar> BarsEverywhere =>
        [.. Table.Cells[0].Bars.Where(bar => Table.Cells.All(cell => cell.Bars.Any(other => other.Rule == bar.Rule)))];

    /// <summary>How many classifications of record types a lawyer has yet to confirm, of how many.</summary>
    public (int Awaiting, int Of) Classifications
    {
        get
        {
            var holdings = policies.RecordTypes.All.SelectMany(type => type.Holdings).ToList();
            return (holdings.Count(holding => holding.AwaitsLawyer), holdings.Count);
        }
    }

    /// <summary>How many rules a lawyer has yet to confirm, of how many.</summary>
    public (int Awaiting, int Of) Rules => (policies.Rules.Count(RuleTable.AwaitsLawyer), policies.Rules.Count);

    /// <summary>The rule with this name, or null.</summary>
    public Rule? Find(string name) => policies.Rules.FirstOrDefault(rule => rule.Name == name);
}

/// <summary>What the pages about the rules are made of.</summary>
internal static class RulePages
{
    /// <summary>Adds the rules as the pages show them. The cases lie beside the policies.</summary>
    public static void AddRulePages(this IServiceCollection services, ReleasePolicies policies, string policyFolder)
    {
        services.AddSingleton(new RuleBook(policies, policyFolder));
        services.AddSingleton<RuleWords>();
    }
}
