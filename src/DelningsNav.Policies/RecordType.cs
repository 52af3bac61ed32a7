using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies;

/// <summary>One entry of the catalogue of record types: who may hold such records, and which secrecy provisions apply to them.</summary>
/// <param name="Code">The code: Swedish words without å, ä and ö, joined by hyphens. It never changes.</param>
/// <param name="Swedish">The name shown on pages.</param>
/// <param name="English">The name in English.</param>
/// <param name="Holders">The branches that may hold records of the type.</param>
/// <param name="Provision">The secrecy provision at the usual holder, which is the first of <see cref="Holdings"/>.</param>
/// <param name="DamageTest">The damage test of that provision.</param>
/// <param name="Lifts">Codes of the grounds that may lift the secrecy at the usual holder.</param>
/// <param name="RetentionClass">The code for how long a deposited copy is stored.</param>
/// <param name="DefaultRedactions">Codes of what is masked unless an assessor decides otherwise.</param>
/// <param name="Holdings">What the law says at each kind of holder. The usual holder is first. Never empty.</param>
/// <param name="AwaitsLawyer">Whether the classification is the project's own and not yet confirmed by a lawyer.</param>
/// <param name="Names">The names in the other languages that families read, by the language's tag.</param>
public sealed record RecordType(
    RecordTypeCode Code,
    string Swedish,
    string English,
    IReadOnlyList<BranchKind> Holders,
    string Provision,
    DamageTest DamageTest,
    IReadOnlyList<string> Lifts,
    string RetentionClass,
    IReadOnlyList<string> DefaultRedactions,
    IReadOnlyList<Holding> Holdings,
    bool AwaitsLawyer,
    IReadOnlyDictionary<string, string> Names)
{
    /// <summary>
    /// The names of the type as something that belongs to a child, by the language's tag. Empty if the catalogue has no such names.
    /// </summary>
    public IReadOnlyDictionary<string, string> Possessives { get; init; } = CatalogueFile.NoNames;

    /// <summary>
    /// The name as something that belongs to a child, as in "Nora's absences"; null if the catalogue has no such name. Easy Swedish uses
    /// the Swedish name.
    /// </summary>
    public string? PossessiveIn(string language) =>
        Possessives.GetValueOrDefault(language)
        ?? (language == ConsentLanguages.EasySwedish ? Possessives.GetValueOrDefault(ConsentLanguages.Swedish) : null);

    /// <summary>
    /// The name in a language. Where the language has no name of its own, it is the Swedish name, because that name is plain already or
    /// the set is older than translated names.
    /// </summary>
    public string NameIn(string language) => language == ConsentLanguages.English ? English : Names.GetValueOrDefault(language, Swedish);

    /// <summary>Whether the type has a name in this language. Easy Swedish may use the Swedish name.</summary>
    internal bool IsNamedIn(string language) =>
        language is ConsentLanguages.Swedish or ConsentLanguages.EasySwedish or ConsentLanguages.English || Names.ContainsKey(language);
}

/// <summary>What the law says about a record type at one kind of holder.</summary>
/// <param name="Party">The kind of party.</param>
/// <param name="Branch">The branch within the party.</param>
/// <param name="Provision">The secrecy provision, for example <c>OSL 23:2 st. 2</c>.</param>
/// <param name="Secrecy">The group of provisions that the policies name.</param>
/// <param name="DamageTest">The damage test of the provision.</param>
/// <param name="Lifts">Codes of what may lift the secrecy, from <see cref="SecrecyLifts"/>.</param>
/// <param name="AwaitsLawyer">Whether a lawyer has yet to confirm this classification.</param>
public sealed record Holding(
    PartyKind Party,
    BranchKind Branch,
    string Provision,
    string Secrecy,
    DamageTest DamageTest,
    IReadOnlyList<string> Lifts,
    bool AwaitsLawyer = false);

/// <summary>How long a deposited copy of a record is stored. Swedish: <b>gallringsfrist</b>.</summary>
/// <param name="Code">The code that record types name.</param>
/// <param name="Swedish">The class in Swedish.</param>
/// <param name="English">The class in English.</param>
/// <param name="DaysAfterDeposit">The number of days after the deposit on which the copy is deleted at the latest.</param>
public sealed record RetentionClass(string Code, string Swedish, string English, int DaysAfterDeposit);

/// <summary>The damage test: what damage must be expected for a record to be secret. Swedish: <b>skaderekvisit</b>.</summary>
public enum DamageTest
{
    /// <summary>The record is not covered by a secrecy provision.</summary>
    None,

    /// <summary>Open unless harm can be assumed. Swedish: <b>rakt</b>.</summary>
    Straight,

    /// <summary>Open unless harm can be assumed for a special reason. Swedish: <b>rakt, särskild anledning</b>.</summary>
    StraightSpecialReason,

    /// <summary>Secret unless it is clear that no harm follows. Swedish: <b>omvänt</b>.</summary>
    Reverse,

    /// <summary>Secret without any test. Swedish: <b>absolut</b>.</summary>
    Absolute,

    /// <summary>
    /// A duty of silence for individuals: nothing may be revealed without right (skollagen 29 kap. 14 §). Swedish:
    /// <b>obehörigen röja</b>.
    /// </summary>
    Unauthorised,
}
