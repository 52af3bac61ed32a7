using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// The family's blocks for one child: the blocks that apply, the blocks that were lifted, and the way to place another block.
/// </summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class BlocksPage(FamilyBlocks blocks) : BlockPage(blocks)
{
    /// <summary>Whether a block has just been lifted.</summary>
    public bool IsLifted { get; private set; }

    /// <summary>The blocks that apply.</summary>
    public IReadOnlyList<FamilyBlock> Standing => [.. List.Blocks.Where(block => block.LiftedAt is null)];

    /// <summary>The blocks that were lifted.</summary>
    public IReadOnlyList<FamilyBlock> Lifted => [.. List.Blocks.Where(block => block.LiftedAt is not null)];

    /// <summary>Shows the blocks.</summary>
    public async Task<IActionResult> OnGetAsync(Guid child, [FromQuery(Name = "havd")] bool lifted, CancellationToken ct)
    {
        IsLifted = lifted;
        return await ReadAsync(child, ct) ? Page() : NotFound();
    }
}
