using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Puts a block in the plain words of Min sida.</summary>
internal sealed class BlockWords(IStringLocalizer<MinSidaTexts> texts)
{
    private readonly FamilyWords _words = new(texts);

    /// <summary>The title of the list of blocks. While the child is under check, the title does not name the child.</summary>
    public string Title(FamilyBlockList list) =>
        list.Bond == FamilyBond.Self ? texts["BlocksTitleSelf"]
        : list.IsUnderCheck ? texts["BlocksTitleChecked"]
        : texts["BlocksTitle", list.ChildName];

    /// <summary>The whole block in one line.</summary>
    public string What(FamilyBlock block) => texts["BlockLine", Type(block.Type), From(block.Holder), To(block.Recipient)];

    /// <summary>The type, or that everything is blocked.</summary>
    public string Type(RecordTypeName? type) => type is null ? texts["BlockEverything"] : FamilyWords.NameOf(type);

    /// <summary>The party that may not show the records.</summary>
    public string From(PartyName? holder) => holder is null ? texts["BlockAnyHolder"] : _words.PartyInFull(holder);

    /// <summary>The party that may not see the records.</summary>
    public string To(PartyName? recipient) => recipient is null ? texts["BlockAnyRecipient"] : _words.PartyInFull(recipient);

    /// <summary>
    /// When the block was placed, and whether by the reader or by another family member. The other family member is never named.
    /// </summary>
    public string Placed(FamilyBlock block) => texts[block.ByReader ? "BlockedByYou" : "BlockedByFamily", PageDates.Day(block.PlacedAt)];
}
