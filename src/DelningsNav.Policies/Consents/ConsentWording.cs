using System.Globalization;
using System.Text.RegularExpressions;

namespace DelningsNav.Policies.Consents;

/// <summary>The text of a consent in one language, with placeholders for the terms of a consent. Swedish: <b>samtyckestext</b>.</summary>
public sealed partial class ConsentWording
{
    private const string FirstStrongIsolate = "\u2068";
    private const string PopDirectionalIsolate = "\u2069";

    private static readonly string[] Known = ["child", "discloser", "recipient", "types", "support", "from", "to", "until", "uses", "kept"];

    // A consent that does not name the holder, records, child, recipient and validity would not be specific.
    private static readonly string[] Needed = ["child", "discloser", "recipient", "types", "until"];

    private readonly ConsentPhrases _phrases;

    internal ConsentWording(string language, string template, ConsentPhrases phrases)
    {
        Language = language;
        Template = template;
        _phrases = phrases;
    }

    /// <summary>The language's tag.</summary>
    public string Language { get; }

    /// <summary>The text of the file, with the placeholders.</summary>
    public string Template { get; }

    /// <summary>The lines of the text, and then the phrases, each with its code in front.</summary>
    internal IReadOnlyList<string> Lines =>
    [
        .. Template.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        .. _phrases.Lines,
    ];

    /// <summary>The text for one consent. A record type that is not in the catalogue is named by its code.</summary>
    public string Fill(ConsentTerms terms, RecordTypeCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(catalogue);
        var culture = ConsentLanguages.CultureOf(Language);
        var types = terms.RecordTypes.Select(code => "– " + (catalogue.TryFind(code, out var type) ? type.NameIn(Language) : code.Code));
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["child"] = Name(terms.Child),
            ["discloser"] = Name(terms.Discloser),
            ["recipient"] = Name(terms.Recipient),
            ["types"] = string.Join('\n', types),
            ["support"] = Name(terms.Support),
            ["from"] = _phrases.Write(terms.From, culture),
            ["to"] = _phrases.Write(terms.To, culture),
            ["until"] = _phrases.Write(terms.LastDay, culture),
            ["uses"] = _phrases.Uses[terms.Uses]
                .Replace(ConsentPhrases.Number, terms.Times.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
            ["kept"] = _phrases.Kept[terms.RetentionPromise.Code],
        };

        // All placeholders are replaced in one pass, so that a name that looks like a placeholder is not replaced itself.
        return Placeholder().Replace(Template, found => values[found.Groups["name"].Value]);
    }

    /// <summary>The sentence for how long a recipient promises to store records. When there is no sentence, the code itself.</summary>
    public string Keeps(RetentionPromise promise) => _phrases.Kept.GetValueOrDefault(promise.Code, promise.Code);

    /// <summary>The faults of a text. It must have the same content as the Swedish text, with which it is compared.</summary>
    internal static IEnumerable<string> Faults(string template, string swedish)
    {
        var named = Placeholders(template);
        foreach (var name in named.Where(name => !Known.Contains(name)))
        {
            yield return $"`{{{name}}}` is not a placeholder";
        }

        foreach (var name in Placeholders(swedish).Intersect(Known).Union(Needed).Except(named))
        {
            yield return $"`{{{name}}}` is missing";
        }

        if (Placeholder().Replace(template, "").AsSpan().ContainsAny('{', '}'))
        {
            yield return "a brace belongs to no placeholder";
        }
    }

    private static List<string> Placeholders(string template) =>
        [.. Placeholder().Matches(template).Select(found => found.Groups["name"].Value).Distinct()];

    // A Swedish name needs its own writing direction within right-to-left text (Unicode UAX #9).
    private string Name(string name) => ConsentLanguages.IsRightToLeft(Language) ? FirstStrongIsolate + name + PopDirectionalIsolate : name;

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}")]
    private static partial Regex Placeholder();
}
