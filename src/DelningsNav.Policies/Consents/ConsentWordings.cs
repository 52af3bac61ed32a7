namespace DelningsNav.Policies.Consents;

/// <summary>The text that families sign under one policy set, in every language (ADR 0021).</summary>
/// <remarks>
/// The text is in these files of the set: one file for each language, named <c>consent-text.</c>, the language's tag and <c>.txt</c>,
/// and <c>consent-phrases.json</c> with sentences by language and code.
/// </remarks>
public sealed class ConsentWordings
{
    private const string Prefix = "consent-";
    private const string PhrasesName = "consent-phrases.json";

    private readonly Dictionary<string, ConsentWording> _byLanguage;

    private ConsentWordings(string version, IEnumerable<ConsentWording> wordings)
    {
        Version = version;
        _byLanguage = wordings.ToDictionary(wording => wording.Language, StringComparer.Ordinal);
    }

    /// <summary>The version of the text, which is the version of its set.</summary>
    public string Version { get; }

    /// <summary>The text in a language, or in Swedish when the language is not in <see cref="ConsentLanguages.All"/>.</summary>
    public ConsentWording In(string language) => _byLanguage.GetValueOrDefault(language) ?? _byLanguage[ConsentLanguages.Swedish];

    /// <summary>Whether a file of a set contains a consent text or the phrases.</summary>
    internal static bool IsFile(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// Reads the texts of a set and adds every fault. Returns null when there is a fault, or when the set is older than such texts.
    /// </summary>
    internal static ConsentWordings? Read(PolicyFolder folder, RecordTypeCatalogue? catalogue, List<string> faults)
    {
        var files = folder.Manifest.Files.Where(name => IsFile(name) && name != ConsentRulesFile.Name).ToList();
        if (files.Count == 0)
        {
            return null;
        }

        var before = faults.Count;
        var templates = ConsentLanguages.All.ToDictionary(
            tag => tag, tag => folder.ReadText(NameOf(tag), faults)?.Trim(), StringComparer.Ordinal);
        var phrases = folder.Read<Dictionary<string, ConsentPhrases?>>(PhrasesName, faults) ?? [];
        faults.AddRange(files.Except(ConsentLanguages.All.Select(NameOf)).Where(name => name != PhrasesName)
            .Select(name => $"{name}: it is in no language that families are offered"));
        faults.AddRange(
            phrases.Keys.Except(ConsentLanguages.All).Select(tag => $"{PhrasesName}: `{tag}` is no language that families are offered"));
        foreach (var (tag, template) in templates)
        {
            if (template is not null)
            {
                faults.AddRange(
                    ConsentWording.Faults(template, templates[ConsentLanguages.Swedish] ?? "").Select(fault => $"{NameOf(tag)}: {fault}"));
            }

            if (phrases.GetValueOrDefault(tag) is { } said)
            {
                said.Check(fault => faults.Add($"{PhrasesName}: in `{tag}` {fault}"));
            }
            else
            {
                faults.Add($"{PhrasesName}: the language `{tag}` is missing");
            }

            faults.AddRange(
                (catalogue?.All ?? [])
                    .Where(type => !type.IsNamedIn(tag))
                    .Select(type => $"{CatalogueFile.Name}: record type `{type.Code}` has no name in `{tag}`"));
        }

        return faults.Count > before
            ? null
            : new ConsentWordings(
                folder.Manifest.Version, templates.Select(pair => new ConsentWording(pair.Key, pair.Value!, phrases[pair.Key]!)));
    }

    private static string NameOf(string language) => $"{Prefix}text.{language}.txt";
}
