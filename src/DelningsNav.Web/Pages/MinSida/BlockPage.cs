using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Policies;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>
/// A page about the blocks of one child. A reader who may not see the child's matters gets the same page as at an unknown address.
/// </summary>
public abstract class BlockPage(FamilyBlocks blocks) : PageModel
{
    /// <summary>The child with its blocks. Only valid after <see cref="ReadAsync"/> has found them.</summary>
    public FamilyBlockList List { get; private set; } = null!;

    /// <summary>Reads the blocks. Returns false if the child does not exist or the reader may not see the child's matters.</summary>
    protected async Task<bool> ReadAsync(Guid child, CancellationToken ct)
    {
        if (await blocks.ReadAsync(new PersonId(child), User.PersonId(), ct) is not { } list)
        {
            return false;
        }

        List = list;
        return true;
    }
}

/// <summary>A page on the way to a new block. The choices so far are in the address, so that the reader can go back.</summary>
public abstract class NewBlockPage(FamilyBlocks blocks) : BlockPage(blocks)
{
    /// <summary>The type of record. If it is empty, every type is blocked.</summary>
    [BindProperty(Name = "vad", SupportsGet = true)]
    public string? RecordType { get; set; }

    /// <summary>The branch that may not show the records. If it is empty, no branch may show them.</summary>
    [BindProperty(Name = "hos", SupportsGet = true)]
    public Guid? Holder { get; set; }

    /// <summary>The branch that may not see the records. If it is empty, no branch may see them.</summary>
    [BindProperty(Name = "till", SupportsGet = true)]
    public Guid? Recipient { get; set; }

    /// <summary>The choices so far.</summary>
    public BlockScope Scope => new(
        string.IsNullOrEmpty(RecordType) ? null : RecordTypeCode.Parse(RecordType),
        Holder is { } holder ? new BranchId(holder) : null,
        Recipient is { } recipient ? new BranchId(recipient) : null);

    /// <summary>The chosen type by name, or null.</summary>
    public RecordTypeName? ChosenType => List.Types.FirstOrDefault(type => type.Code.Code == RecordType);

    /// <summary>The chosen holder by name, or null.</summary>
    public PartyName? ChosenHolder => NameOf(Holder);

    /// <summary>The chosen recipient by name, or null.</summary>
    public PartyName? ChosenRecipient => NameOf(Recipient);

    /// <summary>The address of a step with the choices so far.</summary>
    public string Address(string step) =>
        $"/min-sida/sparrar/{List.Child}/{step}?vad={Uri.EscapeDataString(RecordType ?? "")}&hos={Holder}&till={Recipient}";

    /// <summary>
    /// Whether every choice is on its list. This is checked because anyone can write an address. A choice that cannot be read does not
    /// count as an empty choice, because an empty choice would block more than was meant.
    /// </summary>
    protected bool IsChosenFromTheLists =>
        ModelState.IsValid
        && (string.IsNullOrEmpty(RecordType) || ChosenType is not null)
        && (Holder is null || ChosenHolder is not null)
        && (Recipient is null || ChosenRecipient is not null);

    /// <summary>Whether everything in the address could be read, so that <see cref="Scope"/> is what was chosen.</summary>
    protected bool IsRead => ModelState.IsValid && (string.IsNullOrEmpty(RecordType) || RecordTypeCode.TryParse(RecordType, out _));

    private PartyName? NameOf(Guid? branch) => List.Branches.Where(b => b.Id.Value == branch).Select(b => b.Name).FirstOrDefault();
}
