using System.Runtime.CompilerServices;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>
/// The rules as the pages show them. The book is made at the first request, and is the same for every reader of the same set.
/// </summary>
public sealed class RuleBook(PoliciesForDisplay spoken)
{
    private readonly Lazy<RuleTable> _table = new(() => new RuleTable(spoken.Policies));
    private readonly Lazy<RuleCases> _cases = new(() => RuleCases.Of(spoken.Cases, spoken.Policies));

    /// <summary>The rules.</summary>
    public ReleasePolicies Policies => spoken.Policies;

    /// <summary>Where each rule opens, can be considered or bars.</summary>
    public RuleTable Table => _table.Value;

    /// <summary>The cases that were signed with the rules, each with the answer of the rules.</summary>
    public RuleCases Cases => _cases.Value;

    /// <summary>The bars that apply everywhere, which are shown once instead of in every cell.</summary>
    public IReadOnlyList<CellBar> BarsEverywhere =>
        [.. Table.Cells[0].Bars.Where(bar => Table.Cells.All(cell => cell.Bars.Any(other => other.Rule == bar.Rule)))];

    /// <summary>How many classifications of record types await a lawyer's confirmation, and how many there are.</summary>
    public (int Awaiting, int Of) Classifications
    {
        get
        {
            var holdings = Policies.RecordTypes.All.SelectMany(type => type.Holdings).ToList();
            return (holdings.Count(holding => holding.AwaitsLawyer), holdings.Count);
        }
    }

    /// <summary>How many rules await a lawyer's confirmation, and how many there are.</summary>
    public (int Awaiting, int Of) Rules => (Policies.Rules.Count(RuleTable.AwaitsLawyer), Policies.Rules.Count);

    /// <summary>The rule with this name, or null.</summary>
    public Rule? Find(string name) => Policies.Rules.FirstOrDefault(rule => rule.Name == name);
}

/// <summary>
/// Stores one book for each set in use, so that the table and hundreds of answered cases are not made again for each reader.
/// </summary>
internal sealed class RuleBooks
{
    private readonly ConditionalWeakTable<ReleasePolicies, RuleBook> _books = [];

    /// <summary>The book of these rules.</summary>
    public RuleBook Of(PoliciesForDisplay spoken) => _books.GetValue(spoken.Policies, _ => new RuleBook(spoken));
}

/// <summary>Registers what the pages about the rules need.</summary>
internal static class RulePages
{
    /// <summary>Adds the rules as the pages show them, from the request's own <see cref="PageRules"/>.</summary>
    public static void AddRulePages(this IServiceCollection services)
    {
        services.AddSingleton<RuleBooks>();
        services.AddScoped(request => request.GetRequiredService<RuleBooks>().Of(request.GetRequiredService<PageRules>().Spoken));
        services.AddScoped<RuleWords>();
    }
}
