using System.Diagnostics;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>
/// The page from which a registrator uses <see cref="BlockDisclosure"/>. It blocks what the authority has decided to block by law.
/// </summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class HolderBlockNewPage(
    HolderBlocks blocks, BlockDisclosure block, PageRules rules, IStringLocalizer<RegistraturTexts> texts,
    IStringLocalizer<SharedTexts> shared)
    : HolderBlockPage(blocks, rules, texts, shared)
{
    private readonly HolderBlocks _blocks = blocks;

    /// <summary>The child's identity number. It is sent by POST, so that no address contains it, and it is never shown again.</summary>
    [BindProperty]
    public string? Personnummer { get; set; }

    /// <summary>The child, when the registrator came from an entry of the log.</summary>
    [Typed(SupportsGet = true, Name = "barn")]
    public Guid? Child { get; set; }

    /// <summary>The branch whose records are blocked.</summary>
    [Typed]
    public Guid? Holder { get; set; }

    /// <summary>The type of record. If it is empty, every type is blocked.</summary>
    [Typed]
    public string? RecordType { get; set; }

    /// <summary>The branch that may receive nothing. If it is empty, no branch may receive anything.</summary>
    [Typed]
    public Guid? Recipient { get; set; }

    /// <summary>The reasons.</summary>
    [Typed]
    public string? Reason { get; set; }

    /// <summary>The paragraph of the law that the block rests on.</summary>
    [Typed]
    public string? Law { get; set; }

    /// <summary>The decision's diarienummer.</summary>
    [Typed]
    public string? CaseNumber { get; set; }

    /// <summary>Asks what to block.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ReadAsync(ct) ? Page() : NotFound();

    /// <summary>Places the block. If there are faults, every fault is shown and nothing is blocked.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
        {
            return NotFound();
        }

        // An empty choice means every branch. A choice that cannot be read does not count as empty, because that would block more than was
        // meant.
        if (Holder is null && ModelState[nameof(Holder)] is not { Errors.Count: > 0 })
        {
            ModelState.AddModelError(nameof(Holder), Texts["BlockHolderMissing"]);
        }

        if (!string.IsNullOrEmpty(RecordType) && !RecordTypeCode.TryParse(RecordType, out _))
        {
            ModelState.AddModelError(nameof(RecordType), Texts["Fault_block-unknown-record-type"]);
        }

        var child = await FindChildAsync(ct);
        var because = new BlockReason(
            BlockDisclosure.Reason.Read(Reason), BlockDisclosure.Law.Read(Law), BlockDisclosure.CaseNumber.Read(CaseNumber));
        if (!ModelState.IsValid || child is not { } known)
        {
            Say(BlockDisclosure.FaultsOf(because));
            return Page();
        }

        var scope = new BlockScope(
            string.IsNullOrEmpty(RecordType) ? null : RecordTypeCode.Parse(RecordType), new BranchId(Holder!.Value),
            Recipient is { } recipient ? new BranchId(recipient) : null);
        switch (await block.HandleAsync(known, scope, because, Reader, ct))
        {
            case BlockOutcome.Blocked:
                return await SentAsync("/registratur/sparrar?nyss=sparrat", ct);
            case BlockOutcome.Invalid invalid:
                Say(invalid.Faults);
                return Page();
            case BlockOutcome.NoSuchChild or BlockOutcome.NotForTheHolder:
                return NotFound();
            default:
                throw new UnreachableException();
        }
    }

    private async Task<PersonId?> FindChildAsync(CancellationToken ct)
    {
        PersonId? found = null;
        if (Child is { } child)
        {
            found = await _blocks.HasDepositedAsync(new PersonId(child), Reader, ct) ? new PersonId(child) : null;
        }
        else if (IdentityNumber.TryParse(Personnummer?.Trim(), out var number))
        {
            found = await _blocks.FindChildAsync(number, Reader, ct);
        }
        else
        {
            ModelState.AddModelError(nameof(Personnummer), Texts["PersonnummerWrong"]);
            return null;
        }

        if (found is null)
        {
            ModelState.AddModelError(nameof(Personnummer), Texts["BlockNoChild"]);
        }

        return found;
    }
}
