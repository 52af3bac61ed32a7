using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>
/// The rules as a table. It shows, for each holder and recipient, what opens, what can be considered and what never opens.
/// </summary>
/// <remarks>
/// The page is open to everybody, because the rules are public and the rest of the page is about authorities. Nothing on it is about a
/// person, so the reading is not logged.
/// </remarks>
[AllowAnonymous]
public sealed class RulesPage(RuleBook book, ReadAdoptions adoptions) : PageModel
{
    /// <summary>The filter of the table, from the address.</summary>
    [BindProperty(SupportsGet = true)]
    public RuleQuery Query { get; set; } = new();

    /// <summary>The rows.</summary>
    public IReadOnlyList<RuleGroup> Groups { get; private set; } = [];

    /// <summary>The recipients, when there are several. Recipients of the same party are grouped if their rules are the same.</summary>
    public IReadOnlyList<IReadOnlyList<Side>> Recipients { get; private set; } = [];

    /// <summary>Which authorities have adopted the rules.</summary>
    public IReadOnlyList<Adoption> Adoptions { get; private set; } = [];

    /// <summary>Shows the table.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Query.IsKnown(book.Policies.RecordTypes))
        {
            return NotFound();
        }

        Groups = RuleGroup.Of(Query.CellsOf(book.Table));
        Recipients = RuleGroup.RecipientsOf(Groups);
        Adoptions = await adoptions.ReadAsync(book.Policies.Version, ct);
        return Page();
    }
}
