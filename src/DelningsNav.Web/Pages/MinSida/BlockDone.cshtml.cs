using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// What was blocked, and what happens next. The page reports the state that the hub has stored, so a reader can return to the page.
/// </summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class BlockDonePage(FamilyBlocks blocks) : BlockPage(blocks)
{
    /// <summary>The block.</summary>
    public FamilyBlock Block { get; private set; } = null!;

    /// <summary>Shows the block. If the block has been lifted or the reader did not place it, redirects to the list.</summary>
    public async Task<IActionResult> OnGetAsync(Guid child, Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(child, ct))
        {
            return NotFound();
        }

        if (List.Blocks.FirstOrDefault(b => b.Id.Value == id) is not { LiftedAt: null, ByReader: true } found)
        {
            return Redirect($"/min-sida/sparrar/{child}");
        }

        Block = found;
        return Page();
    }
}
