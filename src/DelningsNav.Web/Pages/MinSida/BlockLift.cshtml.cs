using System.Diagnostics;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>The page from which a family uses <see cref="LiftDisclosureBlock"/>. It asks once and names what the lifting opens.</summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class BlockLiftPage(FamilyBlocks blocks, LiftDisclosureBlock lift) : BlockPage(blocks)
{
    /// <summary>The block.</summary>
    public FamilyBlock Block { get; private set; } = null!;

    /// <summary>Asks, if there is a block for the reader to lift.</summary>
    public async Task<IActionResult> OnGetAsync(Guid child, Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(child, ct))
        {
            return NotFound();
        }

        if (List.Blocks.FirstOrDefault(b => b.Id.Value == id) is not { MayLift: true } found)
        {
            return Redirect($"/min-sida/sparrar/{child}");
        }

        Block = found;
        return Page();
    }

    /// <summary>Lifts the block. If the form is sent twice, the block is lifted once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid child, Guid id, CancellationToken ct)
    {
        // The child in the address may be another child than the child of the block. The block is not found then either.
        if (!await ReadAsync(child, ct))
        {
            return NotFound();
        }

        // Lifting opens a door, and waits until the child's rows have been checked.
        return List.IsUnderCheck || List.Blocks.All(b => b.Id.Value != id) ? Redirect($"/min-sida/sparrar/{child}")
            : await lift.HandleAsync(new DisclosureBlockId(id), FreeText.None, FreeText.None, new Caller.Family(User.PersonId()), ct) switch
            {
                LiftOutcome.Lifted => Redirect($"/min-sida/sparrar/{child}?havd=true"),
                LiftOutcome.NoSuchBlock or LiftOutcome.Invalid => Redirect($"/min-sida/sparrar/{child}"),
                _ => throw new UnreachableException(),
            };
    }
}
