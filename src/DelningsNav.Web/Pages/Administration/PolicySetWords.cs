using System.Diagnostics;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;

namespace DelningsNav.Web.Pages.Administration;

/// <summary>The tone of a policy set's state, the addresses of its pages, and other words about sets in the reader's language.</summary>
internal static class PolicySetWords
{
    /// <summary>The address of the area.</summary>
    public const string Area = "/administration";

    /// <summary>The address of a set's own page, or of one of the pages below it.</summary>
    public static string Address(PolicySetId set, string below = "") =>
        below.Length == 0 ? $"{Area}/regler/{set}" : $"{Area}/regler/{set}/{below}";

    /// <summary>The tone of a state.</summary>
    public static Tone ToneOf(PolicySetState state) => state switch
    {
        PolicySetState.InForce => Tone.Success,
        PolicySetState.Planned => Tone.Action,
        PolicySetState.Expired => Tone.Warning,
        PolicySetState.Unsound => Tone.Danger,
        PolicySetState.Held or PolicySetState.Superseded or PolicySetState.Retired => Tone.Neutral,
    };

    /// <summary>The tone of a verdict.</summary>
    public static Tone ToneOf(string verdict) => verdict switch
    {
        "release" => Tone.Success,
        "refer" => Tone.Warning,
        "refuse" => Tone.Danger,
        _ => Tone.Neutral,
    };

    /// <summary>A verdict in a word, as the log writes it.</summary>
    public static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Release => "release",
        Verdict.Refer => "refer",
        Verdict.Refuse => "refuse",
        _ => throw new UnreachableException(),
    };

    /// <summary>The last day on which a set decides.</summary>
    public static string LastDay(PolicySetLine line) => PageDates.Day(line.ExpiresOn.AddDays(-1));

    /// <summary>A sentence of the rules.</summary>
    public static string InWords(this Sentence sentence) => Language.IsEnglish ? sentence.English : sentence.Swedish;

    /// <summary>The name of a record type, or the code itself if the rules do not have that type.</summary>
    public static string NameOf(this ReleasePolicies policies, RecordTypeCode recordType) =>
        policies.RecordTypes.TryFind(recordType, out var type) ? Language.IsEnglish ? type.English : type.Swedish : recordType.Code;
}
