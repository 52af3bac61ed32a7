using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>What the family has blocked for one child: what stands, what was lifted, and the way to block more.</summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class BlocksPage(FamilyBlocks blocks) : BlockPage(blocks)
{
    /// <summary>Whether one was lifted just now.</summary>
    public bool IsLifted { get; private set; }

    /// <summary>What stands.</summary>
    public IReadOnlyList<FamilyBlock> Standing => [.. List.Blocks.Where(block => block.LiftedAt is null)];

    /// <summary>What was lifted.</summary>
    public IReadOnlyList<FamilyBlock> Lifted => [.. List.Blocks.Where(block => block.LiftedAt is not null)];

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync(Guid child, [FromQuery(Name = "havd")] bool lifted, CancellationToken ct)
    {
        IsLifted = lifted;
        return await ReadAsync(child, ct) ? Page() : NotFound();
    }
}
