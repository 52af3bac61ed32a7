using DelningsNav.Hub.Releases;
using DelningsNav.Policies;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>One cell of the table. It shows every rule for one record type at one holder and for one recipient.</summary>
/// <remarks>
/// The page is open to everybody, as the table is. Only staff see how often the rules have decided. The hub checks that the reader is
/// staff.
/// </remarks>
[AllowAnonymous]
public sealed class CellPage(RuleBook book, RuleFigures figures) : PageModel
{
    /// <summary>The cell.</summary>
    public RuleCell Cell { get; private set; } = null!;

    /// <summary>How often each rule has decided, or null when the reader is not a member of staff.</summary>
    public IReadOnlyDictionary<string, RuleFigure>? Figures { get; private set; }

    /// <summary>The name of the text that summarizes the cell in a sentence.</summary>
    public string LeadKey => Cell switch
    {
        { NeverOpens: true } => "CellNever",
        { Opens.Count: 0 } => "CellConsidered",
        { Opens: [{ Kind: GroundKind.Consent }, ..] } when Cell.CanBeConsidered.All(rule => rule.Kind == GroundKind.Consent) =>
            "CellOpensConsentOnly",
        _ => $"CellOpens-{Cell.Opens[0].Kind}",
    };

    /// <summary>Shows the cell. If the cell does not exist, the page for an unknown address is shown.</summary>
    public async Task<IActionResult> OnGetAsync(string holder, string recipient, string type, CancellationToken ct)
    {
        if (RuleAddress.Parse(holder) is not { } from
            || RuleAddress.Parse(recipient) is not { } to
            || !RecordTypeCode.TryParse(type, out var code)
            || book.Table.Find(from, to, code) is not { } cell)
        {
            return NotFound();
        }

        Cell = cell;
        Figures = User.StaffOrNull() is { } caller ? await figures.ReadAsync(caller, ct) : null;
        return Page();
    }
}
