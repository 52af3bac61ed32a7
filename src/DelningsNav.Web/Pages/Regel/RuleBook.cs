using System.Runtime.CompilerServices;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>The rules as the pages show them. Made when first asked for; the same for everybody as long as the set is.</summary>
public sealed class RuleBook(SpokenPolicies spoken)
{
    private readonly Lazy<RuleTable> _table = new(() => new RuleTable(spoken.Policies));
    private readonly Lazy<RuleCases> _cases = new(() => RuleCases.Of(spoken.Cases, spoken.Policies));

    /// <summary>The rules.</summary>
    public ReleasePolicies Policies => spoken.Policies;

    /// <summary>What opens, can be considered and bars where.</summary>
    public RuleTable Table => _table.Value;

    /// <summary>The cases that were signed with the rules, answered.</summary>
    public RuleCases Cases => _cases.Value;

    /// <summary>The bars that stand everywhere, which are told once instead of in every cell.</summary>
    public IReadOnlyList<CellBar> BarsEverywhere =>
        [.. Table.Cells[0].Bars.Where(bar => Table.Cells.All(cell => cell.Bars.Any(other => other.Rule == bar.Rule)))];

    /// <summary>How many classifications of record types a lawyer has yet to confirm, of how many.</summary>
    public (int Awaiting, int Of) Classifications
    {
        get
        {
            var holdings = Policies.RecordTypes.All.SelectMany(type => type.Holdings).ToList();
            return (holdings.Count(holding => holding.AwaitsLawyer), holdings.Count);
        }
    }

    /// <summary>How many rules a lawyer has yet to confirm, of how many.</summary>
    public (int Awaiting, int Of) Rules => (Policies.Rules.Count(RuleTable.AwaitsLawyer), Policies.Rules.Count);

    /// <summary>The rule with this name, or null.</summary>
    public Rule? Find(string name) => Policies.Rules.FirstOrDefault(rule => rule.Name == name);
}

/// <summary>
/// A book for each set that is still spoken by: a table and hundreds of answered cases are not made anew for each reader.
/// </summary>
internal sealed class RuleBooks
{
    private readonly ConditionalWeakTable<ReleasePolicies, RuleBook> _books = [];

    /// <summary>The book of these rules.</summary>
    public RuleBook Of(SpokenPolicies spoken) => _books.GetValue(spoken.Policies, _ => new RuleBook(spoken));
}

/// <summary>What the pages about the rules are made of.</summary>
internal static class RulePages
{
    /// <summary>Adds the rules as the pages show them: those of the request's own <see cref="PageRules"/>.</summary>
    public static void AddRulePages(this IServiceCollection services)
    {
        services.AddSingleton<RuleBooks>();
        services.AddScoped(request => request.GetRequiredService<RuleBooks>().Of(request.GetRequiredService<PageRules>().Spoken));
        services.AddScoped<RuleWords>();
    }
}
