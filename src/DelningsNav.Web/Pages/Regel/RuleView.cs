using DelningsNav.Hub.Releases;
using DelningsNav.Policies;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>A rule among others on a page.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Figures">How often each rule has decided, or null if the reader may not know.</param>
/// <param name="Bars">What the rule bars here, if it is a bar.</param>
/// <param name="IsConsidered">Whether a person can consider the rule as a ground.</param>
public sealed record RuleView(Rule Rule, IReadOnlyDictionary<string, RuleFigure>? Figures, CellBar? Bars = null, bool IsConsidered = false)
{
    /// <summary>How often the rule has decided, or null when that is not shown.</summary>
    public RuleFigure? Figure => FigureOf(Rule, Figures);

    /// <summary>The name of the text that says what a bar bars.</summary>
    public static string BarsKey(CellBar bar) => bar switch
    {
        { BarsRelease: true, BarsAssessment: true } => "BarsBoth",
        { BarsRelease: true } => "BarsRelease",
        _ => "BarsAssessment",
    };

    /// <summary>
    /// How often a rule has decided, or null if that is not shown. It is not shown to readers who are not staff. It is not shown for a bar,
    /// because no decision's row may name a bar.
    /// </summary>
    public static RuleFigure? FigureOf(Rule rule, IReadOnlyDictionary<string, RuleFigure>? figures)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return figures is null || !rule.Permits ? null : figures.GetValueOrDefault(rule.Name) ?? new RuleFigure(null, null, null);
    }
}
