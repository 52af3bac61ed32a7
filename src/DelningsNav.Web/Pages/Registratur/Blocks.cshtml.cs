using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>A page about the blocks that the registrator's own authority has placed by law.</summary>
public abstract class HolderBlockPage(
    HolderBlocks blocks, PageRules rules, IStringLocalizer<RegistraturTexts> texts, IStringLocalizer<SharedTexts> shared) : FormPage
{
    /// <summary>The blocks. Only valid after <see cref="ReadAsync"/> has found them.</summary>
    public HolderBlockList List { get; private set; } = null!;

    /// <summary>The words for the codes of the log.</summary>
    public LogWords Words { get; } = new(texts, shared, code => rules.Policies.RecordTypes.TryFind(code, out var type) ? type : null);

    /// <summary>The registrator.</summary>
    protected Caller Reader => new Caller.Staff(User.StaffId());

    /// <summary>The type, or that every type is blocked.</summary>
    public string TypeOf(HolderBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return block.RecordType is { } code ? Words.RecordTypes([code]) : Texts["BlockEverything"];
    }

    /// <summary>The name of a party on these pages, or the word for everybody.</summary>
    public string NameOf(PartyName? party) => party is null ? Texts["BlockEverybody"] : $"{party.Branch}, {party.Authority}";

    /// <summary>Reads the blocks. Returns false if the reader may not read blocks.</summary>
    protected async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (await blocks.ReadAsync(Reader, ct) is not { } list)
        {
            return false;
        }

        List = list;
        return true;
    }

    /// <inheritdoc/>
    protected override string TextOf(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Texts[fault.Code == "text-missing" ? $"Fault_block-text-missing-{fault.Field}" : $"Fault_block-{fault.Code}"];
    }
}

/// <summary>
/// The blocks that the registrator's own authority has placed by law: the blocks that apply, the blocks that were lifted, and the way to
/// place another block.
/// </summary>
[Authorize(Policy = SignInSetup.RegistratorPolicy)]
public sealed class HolderBlocksPage(
    HolderBlocks blocks, PageRules rules, IStringLocalizer<RegistraturTexts> texts,
    IStringLocalizer<SharedTexts> shared) : HolderBlockPage(blocks, rules, texts, shared)
{
    /// <summary>The act that was just done: <c>sparrat</c> or <c>havt</c>, or null.</summary>
    [BindProperty(SupportsGet = true, Name = "nyss")]
    public string? JustNow { get; set; }

    /// <summary>Shows the blocks.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ReadAsync(ct) ? Page() : NotFound();
}
