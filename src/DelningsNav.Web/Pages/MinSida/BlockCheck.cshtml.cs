using System.Diagnostics;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>The check page before something is blocked. From this page a family uses <see cref="BlockDisclosure"/>.</summary>
[Authorize(Policy = SignInSetup.FamilyPolicy)]
public sealed class BlockCheckPage(FamilyBlocks blocks, BlockDisclosure block) : NewBlockPage(blocks)
{
    /// <summary>Shows what is about to be blocked. If nothing is about to be blocked, redirects to the questions.</summary>
    public async Task<IActionResult> OnGetAsync(Guid child, CancellationToken ct) =>
        !await ReadAsync(child, ct) || !List.MayPlace ? NotFound()
        : !IsChosenFromTheLists ? Redirect($"/min-sida/sparrar/{child}/vad")
        : Scope.NamesNothing ? Redirect($"/min-sida/sparrar/{child}/till?inget=true")
        : Page();

    /// <summary>Places the block. If the form is sent twice, the block is placed once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid child, CancellationToken ct) =>
        !await ReadAsync(child, ct) ? NotFound()
        : !IsRead ? Redirect($"/min-sida/sparrar/{child}/vad")
        : await block.HandleAsync(new PersonId(child), Scope, null, new Caller.Family(User.PersonId()), ct) switch
        {
            BlockOutcome.Blocked blocked => Redirect($"/min-sida/sparrar/{child}/{blocked.Block}/klart"),
            BlockOutcome.Invalid => Redirect($"/min-sida/sparrar/{child}/vad"),
            BlockOutcome.NoSuchChild or BlockOutcome.NotForTheHolder => NotFound(),
            _ => throw new UnreachableException(),
        };
}
