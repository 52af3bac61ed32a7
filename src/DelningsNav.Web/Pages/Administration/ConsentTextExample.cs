using DelningsNav.Hub.Consents;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Languages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>A set's consent text as a family would read it, filled in with invented names. Nobody signs it, so it has no hash.</summary>
internal static class ConsentTextExample
{
    private const int ExampleTypes = 2;

    /// <summary>
    /// The text in one language. The invented consent covers the first record types of the catalogue, during the year after the set's day
    /// of law.
    /// </summary>
    public static ShownText Of(ReleasePolicies policies, ConsentWording wording, IStringLocalizer<AdministrationTexts> texts)
    {
        var terms = new ConsentTerms
        {
            Child = texts["ExampleChild"],
            Discloser = texts["ExampleDiscloser"],
            Recipient = texts["ExampleRecipient"],
            RecordTypes = [.. policies.RecordTypes.All.Take(ExampleTypes).Select(type => type.Code)],
            Support = texts["ExampleSupport"],
            From = policies.LawAsOf,
            To = policies.LawAsOf.AddMonths(6),
            LastDay = policies.LawAsOf.AddYears(1),
            Uses = ConsentPhrases.UseCodes[0],
            RetentionPromise = RetentionPromise.Parse(ConsentPhrases.KeptCodes[^1]),
        };
        return new ShownText(policies.Version, wording.Language, "", wording.Fill(terms, policies.RecordTypes));
    }
}
