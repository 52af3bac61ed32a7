using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Makes the arrows for the picture of who shares what with whom about one child.</summary>
internal static class FlowArrows
{
    /// <summary>
    /// One arrow for each consent that is neither closed nor annulled, and one arrow for each pair of parties between which records are
    /// released without consent. Consents with the same parties and types have one arrow together.
    /// </summary>
    public static IReadOnlyList<FlowArrow> Of(FamilyChild child, IStringLocalizer<MinSidaTexts> texts)
    {
        var words = new FamilyWords(texts);
        var ambiguous = child.Consents.Select(c => c.Discloser)
            .Concat(child.Releases.SelectMany(r => new[] { r.Discloser, r.Recipient }))
            .Distinct()
            .GroupBy(party => party.Kind)
            .Where(same => same.Count() > 1)
            .Select(same => same.Key)
            .ToHashSet();
        string Name(PartyName party) =>
            ambiguous.Contains(party.Kind) ? words.PartyInFull(party) : FamilyWords.Sentence(words.Party(party));

        var consents = child.Consents
            .Where(c => c.State is not (FamilyConsentState.Closed or FamilyConsentState.Annulled))
            .DistinctBy(c => (c.Discloser, c.Recipient, string.Join(' ', c.Types.Select(t => t.Code.Code).Order(StringComparer.Ordinal))))
            .Select(c => new FlowArrow(Name(c.Discloser), c.AskedByUnit, words.Listed(c.Types), StateOf(c.State), words.State(c).Sentence));
        var releases = child.Releases
            .GroupBy(r => (r.Discloser, r.Recipient))
            .Select(r => new FlowArrow(
                Name(r.Key.Discloser),
                Name(r.Key.Recipient),
                words.Listed([.. r.Select(one => one.Type)]),
                FlowState.Shared,
                texts["SharedByLaw", PageDates.Day(r.Max(one => one.LastAt))]));
        return [.. consents.Concat(releases).OrderBy(arrow => arrow.State)];
    }

    private static FlowState StateOf(FamilyConsentState state) => state switch
    {
        FamilyConsentState.Holds or FamilyConsentState.HoldsWithoutYou => FlowState.Shared,
        FamilyConsentState.AwaitsYou or FamilyConsentState.Waiting => FlowState.Waiting,
        FamilyConsentState.YouSaidNo or FamilyConsentState.Withdrawn or FamilyConsentState.Expired or FamilyConsentState.Lapsed
            or FamilyConsentState.Ended or FamilyConsentState.Replaced or FamilyConsentState.Annulled
            or FamilyConsentState.Closed => FlowState.Stopped,
    };
}
