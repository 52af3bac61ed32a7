using DelningsNav.Hub.Releases;
using DelningsNav.Policies;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>A rule on a page.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Figures">How often each rule has decided, or null when the reader may not know.</param>
/// <param name="Bars">What it bars here, when it is a bar among others.</param>
/// <param name="IsAlone">Whether it has the page to itself: then everything is open and nothing leads to it.</param>
public sealed record RuleView(Rule Rule, IReadOnlyDictionary<string, RuleFigure>? Figures, CellBar? Bars = null, bool IsAlone = false)
{
    /// <summary>How often the rule has decided, or null when that is not told: to others than staff, and of a bar, which no row names.</summary>
    public RuleFigure? Figure => Figures is null || !Rule.Permits ? null : Figures.GetValueOrDefault(Rule.Name) ?? new RuleFigure(null, null, null);
}
