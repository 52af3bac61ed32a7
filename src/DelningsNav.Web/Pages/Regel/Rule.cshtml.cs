using DelningsNav.Hub.Releases;
using DelningsNav.Policies;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>One rule: its text, where it applies, and its cases.</summary>
/// <remarks>
/// The page is open to everybody, as the table is. Only staff see how often the rule has decided. The hub checks that the reader is staff.
/// </remarks>
[AllowAnonymous]
public sealed class RulePage(RuleBook book, RuleFigures figures) : PageModel
{
    /// <summary>The rule.</summary>
    public Rule Rule { get; private set; } = null!;

    /// <summary>How often each rule has decided, or null when the reader is not a member of staff.</summary>
    public IReadOnlyDictionary<string, RuleFigure>? Figures { get; private set; }

    /// <summary>Where the rule applies: for each holder, the record types that have the same recipients.</summary>
    public IReadOnlyList<RuleReach> Reach => [.. RuleReach.Of(book.Table, Rule)];

    /// <summary>Whether the rule applies to every record, for any holder and recipient.</summary>
    public bool IsEverywhere => book.Table.Cells.All(cell => cell.Rules.Contains(Rule));

    /// <summary>Shows the rule. If the rule does not exist, the page for an unknown address is shown.</summary>
    public async Task<IActionResult> OnGetAsync(string policy, CancellationToken ct)
    {
        if (book.Find(policy) is not { } rule)
        {
            return NotFound();
        }

        Rule = rule;
        Figures = User.StaffOrNull() is { } caller ? await figures.ReadAsync(caller, ct) : null;
        return Page();
    }
}

/// <summary>Record types of one holder for which a rule applies to the same recipients.</summary>
/// <param name="Holder">The holder.</param>
/// <param name="Recipients">The recipients.</param>
/// <param name="Types">The record types.</param>
public sealed record RuleReach(Side Holder, IReadOnlyList<Side> Recipients, IReadOnlyList<RecordType> Types)
{
    /// <summary>Where a rule applies.</summary>
    internal static IEnumerable<RuleReach> Of(RuleTable table, Rule rule) =>
        from cell in table.Cells
        where cell.Rules.Contains(rule)
        group cell.Recipient by (cell.Holder, cell.Type) into type
        group type.Key.Type by (type.Key.Holder, Towards: string.Join(' ', type.Select(RuleAddress.Of))) into same
        select new RuleReach(same.Key.Holder, [.. same.Key.Towards.Split(' ').Select(name => RuleAddress.Parse(name)!.Value)], [.. same]);
}
