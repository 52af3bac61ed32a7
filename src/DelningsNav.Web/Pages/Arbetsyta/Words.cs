using DelningsNav.Hub.Releases;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;

namespace DelningsNav.Web.Pages.Arbetsyta;

/// <summary>The rules' own words in the reader's language, and the tones of states.</summary>
internal static class Words
{
    /// <summary>The name of a record type, or the code itself if the catalogue no longer has that type.</summary>
    public static string NameOf(this PageRules rules, RecordTypeCode recordType) =>
        rules.Policies.RecordTypes.TryFind(recordType, out var type) ? Language.IsEnglish ? type.English : type.Swedish : recordType.Code;

    /// <summary>The names of several types, as one list in words.</summary>
    public static string NamesOf(this PageRules rules, IEnumerable<RecordTypeCode> recordTypes) =>
        string.Join(", ", recordTypes.Select((code, i) => i == 0 ? rules.NameOf(code) : rules.NameWithin(code)));

    /// <summary>The name of a record type within a sentence.</summary>
    public static string NameWithin(this PageRules rules, RecordTypeCode recordType) => Lowered(rules.NameOf(recordType));

    /// <summary>A branch within a sentence: the name of its authority, and the branch's own name if the two names differ.</summary>
    public static string InWords(this NamedBranch branch) =>
        branch.Name == branch.AuthorityName ? branch.Name : $"{branch.AuthorityName} ({branch.Name})";

    /// <summary>The sentence in the reader's language.</summary>
    public static string InWords(this Sentence sentence) => Language.IsEnglish ? sentence.English : sentence.Swedish;

    /// <summary>What is missing, in the reader's language.</summary>
    public static string InWords(this Missing missing) => Language.IsEnglish ? missing.English : missing.Swedish;

    /// <summary>What must be done, in the reader's language.</summary>
    public static string InWords(this Obligation obligation) => Language.IsEnglish ? obligation.English : obligation.Swedish;

    /// <summary>The tone of a state.</summary>
    public static Tone ToneOf(SurveyState state) => state switch
    {
        SurveyState.Undecided or SurveyState.WaitsForFamily or SurveyState.WaitsForAssessor => Tone.Warning,
        SurveyState.ConsentGiven or SurveyState.AssessmentMade or SurveyState.Granted => Tone.Action,
        SurveyState.Received => Tone.Success,
        SurveyState.ConsentNotGiven or SurveyState.ConsentEnded or SurveyState.NothingHeld or SurveyState.ConsentMissing
            or SurveyState.Refused =>
            Tone.Danger,
    };

    /// <summary>Whether a document of this type is shown on a page. Other documents are downloaded.</summary>
    public static bool IsReadOnPage(string mediaType) => mediaType is "application/json" or "text/plain";

    // Within a sentence, the first letter of a name is small, unless it begins an abbreviation such as SIP or ORS.
    private static string Lowered(string name) =>
        name.Length > 1 && char.IsUpper(name[1]) ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
