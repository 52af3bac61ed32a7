using System.Globalization;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Views.Family;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.MinSida;

/// <summary>Puts the hub's answers in the plain words of Min sida.</summary>
internal sealed class FamilyWords(IStringLocalizer<MinSidaTexts> texts)
{
    // More types than this do not fit in a question. The text below the question then names every type.
    private const int MostTypesInQuestion = 2;

    /// <summary>The question to the family.</summary>
    public string Question(FamilyConsent consent)
    {
        var (from, to) = (Party(consent.Discloser), consent.AskedByUnit);
        return consent.Bond == FamilyBond.Self ? texts["QuestionSelf", from, to]
            : consent.Types.Count <= MostTypesInQuestion ? texts["Question", from, Owned(consent.ChildName, consent.Types), to]
            : texts["QuestionMany", from, consent.ChildName, to];
    }

    /// <summary>When and by whom the question was asked. If the question itself does not say what it is about, this text says so.</summary>
    public string Asked(FamilyConsent consent)
    {
        var (day, by) = (PageDates.Day(consent.RequestedAt), consent.AskedByUnit);
        return consent.Bond == FamilyBond.Self || consent.Types.Count > MostTypesInQuestion
            ? texts["AskedOnWhat", day, by, Listed(consent.Types)]
            : texts["AskedOn", day, by];
    }

    /// <summary>A heading that says what is or was shared and with whom.</summary>
    public string Heading(FamilyConsent consent) => texts["SharedWith", Listed(consent.Types), consent.AskedByUnit];

    /// <summary>A party in everyday words: the school, the pupil health, the social services.</summary>
    public string Party(PartyName party) => texts[$"Party{party.Kind}"];

    /// <summary>A party by its own names.</summary>
    public string PartyInFull(PartyName party) => texts["PartyInFull", party.Branch, party.Authority];

    /// <summary>
    /// The records as the child's own: <c>Noras frånvaro och betyg</c>. If a type has no possessive name, the records are called
    /// information.
    /// </summary>
    public string Owned(string child, IReadOnlyList<RecordTypeName> types)
    {
        var named = types.Select(type => type.PossessiveIn(Language.Tag)).OfType<string>().ToList();
        return named.Count == 0 || named.Count < types.Count
            ? texts["InformationAbout", child]
            : texts["Owned", Genitive(child), Joined(named)];
    }

    /// <summary>The names of the types as the catalogue has them.</summary>
    public string Listed(IReadOnlyList<RecordTypeName> types) =>
        types.Count == 0 ? texts["RecordsUnnamed"] : Joined([.. types.Select(NameOf)], keepFirst: true);

    /// <summary>A type's name in the reader's language.</summary>
    public static string NameOf(RecordTypeName type) => type.In(Language.Tag);

    /// <summary>The state of a consent: a word for its tag, its tone, and a sentence.</summary>
    public (string Word, Tone Tone, string Sentence) State(FamilyConsent consent) => consent.State switch
    {
        FamilyConsentState.AwaitsYou => (texts["StateAwaitsYou"], Tone.Warning, texts["StateAwaitsYouText"]),
        FamilyConsentState.Waiting => (texts["StateWaiting"], Tone.Warning, texts["StateWaitingText"]),
        FamilyConsentState.Holds => (texts["StateHolds"], Tone.Success, texts["StateHoldsText", LastDay(consent)]),
        FamilyConsentState.HoldsWithoutYou =>
            (texts["StateHoldsWithoutYou"], Tone.Warning, texts["StateHoldsWithoutYouText", LastDay(consent)]),
        FamilyConsentState.YouSaidNo => (texts["StateYouSaidNo"], Tone.Neutral, texts["StateYouSaidNoText"]),
        FamilyConsentState.Withdrawn =>
            (texts["StateWithdrawn"], Tone.Neutral, texts["StateWithdrawnText", PageDates.Day(consent.WithdrawnAt!.Value)]),
        FamilyConsentState.Expired => (texts["StateExpired"], Tone.Neutral, texts["StateExpiredText", LastDay(consent)]),
        FamilyConsentState.Lapsed => (texts["StateLapsed"], Tone.Neutral, texts["StateLapsedText"]),
        FamilyConsentState.Ended => (texts["StateEnded"], Tone.Neutral, texts["StateEndedText", PageDates.Day(consent.EndedAt!.Value)]),
        FamilyConsentState.Replaced =>
            (texts["StateReplaced"], Tone.Neutral, texts["StateReplacedText", PageDates.Day(consent.EndedAt!.Value)]),
        FamilyConsentState.Annulled =>
            (texts["StateAnnulled"], Tone.Neutral, texts["StateAnnulledText", PageDates.Day(consent.EndedAt!.Value)]),
        FamilyConsentState.Closed => (texts["StateClosed"], Tone.Neutral, texts["StateClosedText"]),
    };

    /// <summary>The last whole day on which a consent is valid, as the consent's text says it.</summary>
    public static string LastDay(FamilyConsent consent) =>
        PageDates.Day(SwedishTime.LastDayBefore(consent.ValidUntil));

    /// <summary>The name of the support that a purpose code means.</summary>
    public string Purpose(string purpose) => texts[$"Purpose-{purpose}"];

    /// <summary>A sentence with a capital letter first.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.CurrentCulture) + text[1..];

    private string Joined(IReadOnlyList<string> words, bool keepFirst = false)
    {
        var rest = words.Skip(keepFirst ? 1 : 0).Select(Lowered);
        var all = keepFirst ? words.Take(1).Concat(rest).ToList() : rest.ToList();
        return all.Count == 1
            ? all[0]
            : texts["Joined", all.SkipLast(1).Aggregate((before, word) => texts["Listed", before, word]), all[^1]];
    }

    // An abbreviation such as SIP keeps its capitals.
    private static string Lowered(string name) =>
        name.Length > 1 && char.IsUpper(name[1]) ? name : char.ToLower(name[0], CultureInfo.CurrentCulture) + name[1..];

    private string Genitive(string name) => texts[name[^1] is 's' or 'x' or 'z' ? "GenitiveAfterS" : "Genitive", name];
}
