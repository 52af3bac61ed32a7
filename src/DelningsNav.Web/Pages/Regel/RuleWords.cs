using System.Diagnostics;
using System.Text.RegularExpressions;
using DelningsNav.Hub.Releases;
using DelningsNav.Policies;
using DelningsNav.Policies.Cases;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Components;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages.Regel;

/// <summary>Puts the rules in words, in the reader's language.</summary>
public sealed partial class RuleWords(IStringLocalizer<RegelTexts> texts, PageRules rules)
{
    /// <summary>A party and its branch.</summary>
    public string Side(Side side) => texts[$"Side-{RuleAddress.Of(side)}"];

    /// <summary>A party and its branch within a sentence.</summary>
    public string SideWithin(Side side) => Lowered(Side(side));

    /// <summary>A kind of party, with all its branches.</summary>
    public string Party(PartyKind party) => texts[$"Party-{party}"];

    /// <summary>A kind of party within a sentence.</summary>
    public string PartyWithin(PartyKind party) => Lowered(Party(party));

    /// <summary>Several recipients. If all branches of a party are among them, the party is named without its branches.</summary>
    public string Recipients(IReadOnlyList<Side> sides) => string.Join(", ", NamesOf(sides));

    /// <summary>Several recipients within a sentence.</summary>
    public string RecipientsWithin(IReadOnlyList<Side> sides) => string.Join(", ", NamesOf(sides).Select(Lowered));

    /// <summary>From whom to whom.</summary>
    public string Direction(Side holder, Side recipient) => texts["Direction", SideWithin(holder), SideWithin(recipient)];

    /// <summary>A record type's name.</summary>
    public string Name(RecordType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Language.IsEnglish ? type.English : type.Swedish;
    }

    /// <summary>A sentence of the rules.</summary>
    public string Say(Sentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return Language.IsEnglish ? sentence.English : sentence.Swedish;
    }

    /// <summary>What is missing, in the words that the requester reads.</summary>
    public string Say(Missing missing)
    {
        ArgumentNullException.ThrowIfNull(missing);
        return Language.IsEnglish ? missing.English : missing.Swedish;
    }

    /// <summary>An obligation that comes with a release.</summary>
    public string Say(Obligation obligation)
    {
        ArgumentNullException.ThrowIfNull(obligation);
        return Language.IsEnglish ? obligation.English : obligation.Swedish;
    }

    /// <summary>The kind of a rule in a word or two.</summary>
    public string Kind(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Kind is { } kind ? Kind(kind) : texts["Bar"];
    }

    /// <summary>A kind of ground in a word or two.</summary>
    public string Kind(GroundKind kind) => texts[$"Kind-{kind}"];

    /// <summary>Several kinds within a sentence.</summary>
    public string Kinds(IEnumerable<GroundKind> kinds) =>
        string.Join(", ", kinds.Distinct().Select((kind, place) => place == 0 ? Kind(kind) : Lowered(Kind(kind))));

    /// <summary>
    /// A ground that can be considered, in a word or two. Consent is considered only when something bars the hub from releasing on it.
    /// </summary>
    public string Considered(Rule rule, bool isConsidered)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return isConsidered && rule.Kind == GroundKind.Consent ? texts["ConsideredConsent"] : Kind(rule);
    }

    /// <summary>The kinds of several rules, as they are written after a colon.</summary>
    public string KindsWithin(IEnumerable<Rule> rules) => string.Join(", ", rules.Select(Kind).Distinct().Select(Lowered));

    /// <summary>
    /// The sentence of a case, with the names of record types instead of their codes. The sentences of cases are written in English.
    /// </summary>
    public string Sentence(PolicyCase item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return CodeInSentence().Replace(
            item.Sentence,
            code => RecordTypeCode.TryParse(code.Groups["code"].Value, out var named)
                && rules.Policies.RecordTypes.TryFind(named, out var type) ? type.English : code.Value);
    }

    /// <summary>A damage test, by its name.</summary>
    public string DamageTest(DamageTest test) => texts[$"DamageTest-{test}"];

    /// <summary>What a damage test means.</summary>
    public string DamageTestMeans(DamageTest test) => texts[$"DamageTestMeans-{test}"];

    /// <summary>A part of a rule's conditions in words, or null if there are no words for that part.</summary>
    public string? Condition(string condition) =>
        RuleConditions.KeyOf(condition) is { } key ? texts[$"Condition-{key}"].Value : null;

    /// <summary>The answer to a case.</summary>
    public string Answer(Verdict verdict) => texts[verdict switch
    {
        Verdict.Release => "AnswerRelease",
        Verdict.Refer => "AnswerRefer",
        Verdict.Refuse => "AnswerRefuse",
        _ => throw new UnreachableException(),
    }];

    /// <summary>The tone of an answer.</summary>
    public Tone ToneOf(Verdict verdict) => verdict switch
    {
        Verdict.Release => Tone.Success,
        Verdict.Refer => Tone.Warning,
        Verdict.Refuse => Tone.Danger,
        _ => throw new UnreachableException(),
    };

    /// <summary>The sentences behind the answer to a case.</summary>
    public IEnumerable<string> Reasons(CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Verdict switch
        {
            Verdict.Release release => [Say(release.Ground.Sentence)],
            Verdict.Refer refer =>
            [
                texts["AssessorMayConsider", Kinds(refer.AssessorMayConsider.Select(ground => ground.Kind))],
                .. refer.Bars.Select(bar => Say(bar.Sentence)),
            ],
            Verdict.Refuse refuse => refuse.Bars.Select(bar => Say(bar.Sentence)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>A count, or that it is too small to be shown.</summary>
    public string Count(int? count) =>
        count is { } told ? told.ToString("N0", System.Globalization.CultureInfo.CurrentCulture) : texts["FewerThan", RuleFigures.Least];

    private IEnumerable<string> NamesOf(IReadOnlyList<Side> sides) => sides.GroupBy(side => side.Party).SelectMany(party =>
        party.Count() == RuleTable.Sides.Count(side => side.Party == party.Key) ? [Party(party.Key)] : party.Select(Side));

    private static string Lowered(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    [GeneratedRegex("`(?<code>[a-z-]+)`")]
    private static partial Regex CodeInSentence();
}
