using DelningsNav.Hub.Oversight;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>Puts the codes of the log in words, in the reader's language. A code without words is shown as it is.</summary>
/// <param name="texts">The area's texts.</param>
/// <param name="shared">The texts that every area uses.</param>
/// <param name="typeNamed">A record type by its code, or null.</param>
public sealed class LogWords(
    IStringLocalizer<RegistraturTexts> texts, IStringLocalizer<SharedTexts> shared, Func<RecordTypeCode, RecordType?> typeNamed)
{
    /// <summary>The event.</summary>
    public string Kind(string kind) => Word("Kind-", kind);

    /// <summary>The verdict.</summary>
    public string Verdict(string verdict) => Word("Verdict-", verdict);

    /// <summary>The name of a field.</summary>
    public string Field(string name) => Word("Field-", name);

    /// <summary>
    /// The name of a field in an entry of this kind. In entries about a policy set, the field for the decision has the diarienummer of an
    /// authority's own decision.
    /// </summary>
    public string Field(string name, string kind) =>
        IsOfPolicySet(kind) && name == "decision" ? texts["Field-policy-set-decision"] : Field(name);

    /// <summary>Whether a kind of entry is about a policy set.</summary>
    public static bool IsOfPolicySet(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.StartsWith("policy-set-", StringComparison.Ordinal);
    }

    /// <summary>The purpose of a case.</summary>
    public string Purpose(string purpose) => Word("Purpose-", purpose);

    /// <summary>The word for a code of any list, by the name of the list and the code.</summary>
    public string Word(string list, string code) => texts[list + code] is { ResourceNotFound: false } text ? text : code;

    /// <summary>The tone of a verdict.</summary>
    public static Tone ToneOf(string verdict) => verdict switch
    {
        "release" => Tone.Success,
        "refuse" => Tone.Danger,
        "refer" => Tone.Warning,
        _ => Tone.Neutral,
    };

    /// <summary>The names of record types, given as codes divided by spaces.</summary>
    public string RecordTypes(string codes) => string.Join(", ", codes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => RecordTypeCode.TryParse(word, out var code) ? RecordTypes([code]) : word));

    /// <summary>The names of record types.</summary>
    public string RecordTypes(IEnumerable<RecordTypeCode> codes) => string.Join(", ", codes.Select(code =>
        typeNamed(code) is { } type ? Language.IsEnglish ? type.English : type.Swedish : code.Code));

    /// <summary>A sentence of the rules.</summary>
    public static string Say(Sentence sentence) => Language.IsEnglish ? sentence.English : sentence.Swedish;

    /// <summary>An obligation about a record or its recipient.</summary>
    public static string Say(Obligation obligation) => Language.IsEnglish ? obligation.English : obligation.Swedish;

    /// <summary>Who acted: a member of staff by name, a family member by capacity.</summary>
    public string Who(LogActor? actor) => actor switch
    {
        null => texts["Unreadable"],
        { Kind: "person" } => Word("Capacity-", actor.Name),
        { Kind: "hub" } => texts["TheHub"],
        { Name: "" } => Word("ActorKind-", actor.Kind),
        _ => actor.Name,
    };

    /// <summary>The role and workplace of the person who acted, or empty.</summary>
    public string WhoFor(LogActor? actor) => actor is null
        ? ""
        : string.Join(
            ", ", new[] { actor.Role.Length == 0 ? "" : shared["Role" + actor.Role].Value, actor.Unit }.Where(part => part.Length > 0));

    /// <summary>The person whom the entry is about.</summary>
    public string About(LogPerson? person) => person switch
    {
        null => "",
        { IsProtected: true } => texts["ProtectedPerson"],
        _ => person.Name,
    };
}
