using System.Diagnostics;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Oversight;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>
/// The page from which a registrator uses <see cref="LiftDisclosureBlock"/>. It asks once and names what the lifting opens.
/// </summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class HolderBlockLiftPage(
    HolderBlocks blocks, LiftDisclosureBlock lift, PageRules rules, IStringLocalizer<RegistraturTexts> texts,
    IStringLocalizer<SharedTexts> shared)
    : HolderBlockPage(blocks, rules, texts, shared)
{
    /// <summary>The block.</summary>
    public HolderBlock Block { get; private set; } = null!;

    /// <summary>The reasons.</summary>
    [Typed]
    public string? Reason { get; set; }

    /// <summary>The decision's diarienummer.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

    /// <summary>Asks, if there is a block to lift.</summary>
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) =>
        !await ReadAsync(id, ct) ? NotFound() : Block.LiftedAt is null ? Page() : LocalRedirect("~/registratur/sparrar");

    /// <summary>Lifts the block. If the form is sent twice, the block is lifted once and the same page follows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return NotFound();
        }

        var (reason, number) = (BlockDisclosure.Reason.Read(Reason), BlockDisclosure.CaseNumber.Read(CaseNumber));
        switch (await lift.HandleAsync(Block.Id, reason, number, Reader, ct))
        {
            case LiftOutcome.Lifted:
                return await SentAsync("/registratur/sparrar?nyss=havt", ct);
            case LiftOutcome.Invalid invalid:
                Say(invalid.Faults);
                return Page();
            case LiftOutcome.NoSuchBlock:
                return NotFound();
            default:
                throw new UnreachableException();
        }
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (!await ReadAsync(ct) || List.Blocks.FirstOrDefault(block => block.Id.Value == id) is not { } found)
        {
            return false;
        }

        Block = found;
        return true;
    }
}
