using DelningsNav.Hub.Oversight;
using DelningsNav.Policies;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>Says what the codes of the log mean, in the reader's language. A code without words stands as it is.</summary>
/// <param name="texts">The area's texts.</param>
/// <param name="shared">The texts that every area uses.</param>
/// <param name="typeNamed">A record type by its code, or null.</param>
public sealed class LogWords(
    IStringLocalizer<RegistraturTexts> texts, IStringLocalizer<SharedTexts> shared, Func<string, RecordType?> typeNamed)
{
    /// <summary>What happened.</summary>
    public string Kind(string kind) => Word("Kind-", kind);

    /// <summary>How it was decided.</summary>
    public string Verdict(string verdict) => Word("Verdict-", verdict);

    /// <summary>The name of a field.</summary>
    public string Field(string name) => Word("Field-", name);

    /// <summary>
    /// The name of a field in an entry of a kind. What a policy set's life calls a decision is an authority's own, with its diarienummer.
    /// </summary>
    public string Field(string name, string kind) =>
        IsOfPolicySet(kind) && name == "decision" ? texts["Field-policy-set-decision"] : Field(name);

    /// <summary>Whether a kind of entry is a step of a policy set's life.</summary>
    public static bool IsOfPolicySet(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.StartsWith("policy-set-", StringComparison.Ordinal);
    }

    /// <summary>What a case is for.</summary>
    public string Purpose(string purpose) => Word("Purpose-", purpose);

    /// <summary>A code of some other list: the list's name and the code.</summary>
    public string Word(string list, string code) => texts[list + code] is { ResourceNotFound: false } text ? text : code;

    /// <summary>What a verdict amounts to.</summary>
    public static Tone ToneOf(string verdict) => verdict switch
    {
        "release" => Tone.Success,
        "refuse" => Tone.Danger,
        "refer" => Tone.Warning,
        _ => Tone.Neutral,
    };

    /// <summary>The names of types of records, given as codes divided by spaces.</summary>
    public string RecordTypes(string codes) => RecordTypes(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The names of types of records.</summary>
    public string RecordTypes(IEnumerable<string> codes) => string.Join(", ", codes.Select(code =>
        typeNamed(code) is { } type ? Language.IsEnglish ? type.English : type.Swedish : code));

    /// <summary>A sentence of the rules.</summary>
    public static string Say(Sentence sentence) => Language.IsEnglish ? sentence.English : sentence.Swedish;

    /// <summary>What must be done to a record, or said to its receiver.</summary>
    public static string Say(Obligation obligation) => Language.IsEnglish ? obligation.English : obligation.Swedish;

    /// <summary>Who acted: the name for staff, the capacity for families.</summary>
    public string Who(LogActor? actor) => actor switch
    {
        null => texts["Unreadable"],
        { Kind: "person" } => Word("Capacity-", actor.Name),
        { Kind: "hub" } => texts["TheHub"],
        { Name: "" } => Word("ActorKind-", actor.Kind),
        _ => actor.Name,
    };

    /// <summary>In what role and where the one who acted works, or empty.</summary>
    public string WhoFor(LogActor? actor) => actor is null
        ? ""
        : string.Join(
            ", ", new[] { actor.Role.Length == 0 ? "" : shared["Role" + actor.Role].Value, actor.Unit }.Where(part => part.Length > 0));

    /// <summary>Whom it is about.</summary>
    public string About(LogPerson? person) => person switch
    {
        null => "",
        { IsProtected: true } => texts["ProtectedPerson"],
        _ => person.Name,
    };
}
