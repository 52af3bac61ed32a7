using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Says what a block closes, in the plain words of Min sida.</summary>
internal sealed class BlockWords(IStringLocalizer<MinSidaTexts> texts)
{
    private readonly FamilyWords _words = new(texts);

    /// <summary>The whole of it in one line.</summary>
    public string What(FamilyBlock block) => texts["BlockLine", Type(block.Type), From(block.Holder), To(block.Recipient)];

    /// <summary>The type, or everything.</summary>
    public string Type(RecordTypeName? type) => type is null ? texts["BlockEverything"] : FamilyWords.NameOf(type);

    /// <summary>Who does not show it.</summary>
    public string From(PartyName? holder) => holder is null ? texts["BlockAnyHolder"] : _words.PartyInFull(holder);

    /// <summary>Who does not see it.</summary>
    public string To(PartyName? recipient) => recipient is null ? texts["BlockAnyRecipient"] : _words.PartyInFull(recipient);

    /// <summary>Who placed it, and when. Of the others in the family it is never told who.</summary>
    public string Placed(FamilyBlock block) => texts[block.ByReader ? "BlockedByYou" : "BlockedByFamily", PageDates.Day(block.PlacedAt)];
}
