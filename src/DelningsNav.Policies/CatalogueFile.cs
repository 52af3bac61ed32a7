using System.Text.RegularExpressions;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies;

/// <summary>The form of <c>record-types.json</c>, and what must be true in it.</summary>
internal sealed partial record CatalogueFile(
    IReadOnlyList<RetentionClass> RetentionClasses,
    IReadOnlyList<SecrecyGroup> SecrecyGroups,
    IReadOnlyList<CatalogueEntry> RecordTypes)
{
    public const string Name = "record-types.json";

    private static readonly IReadOnlyDictionary<string, string> Empty = new Dictionary<string, string>();

    /// <summary>Names every fault.</summary>
    public void Check(IReadOnlyDictionary<string, Obligation> obligations, Action<string> fault)
    {
        var groups = Unique(SecrecyGroups.Select(group => group.Code), "secrecy group", fault);
        var retention = Unique(RetentionClasses.Select(retention => retention.Code), "retention class", fault);
        Unique(RecordTypes.Select(type => type.Code), "record type", fault);

        foreach (var group in SecrecyGroups)
        {
            foreach (var parent in group.In.Where(parent => !groups.Contains(parent)))
            {
                fault($"secrecy group `{group.Code}` is in `{parent}`, which is not a group");
            }
        }

        foreach (var type in RecordTypes)
        {
            CheckType(type, groups, retention, obligations, problem => fault($"record type `{type.Code}` {problem}"));
        }
    }

    private static void CheckType(
        CatalogueEntry type,
        HashSet<string> groups,
        HashSet<string> retention,
        IReadOnlyDictionary<string, Obligation> obligations,
        Action<string> fault)
    {
        if (!CodeForm().IsMatch(type.Code))
        {
            fault("must be lower-case words a-z joined by hyphens");
        }

        if (!retention.Contains(type.RetentionClass))
        {
            fault($"has the unknown retention class `{type.RetentionClass}`");
        }

        foreach (var code in type.DefaultRedactions.Where(code => !obligations.ContainsKey(code)))
        {
            fault($"has the unknown redaction `{code}`");
        }

        foreach (var (language, _) in (type.Names ?? Empty).Where(name => !IsOther(name.Key) || string.IsNullOrWhiteSpace(name.Value)))
        {
            fault($"has no name in `{language}` that could be shown");
        }

        if (type.Holdings.Count == 0)
        {
            fault("has no holder");
        }

        if (type.Holdings.DistinctBy(holding => (holding.Party, holding.Branch)).Count() != type.Holdings.Count)
        {
            fault("names one holder twice");
        }

        foreach (var holding in type.Holdings)
        {
            if (!groups.Contains(holding.Secrecy))
            {
                fault($"has the unknown secrecy group `{holding.Secrecy}`");
            }

            if (!PolicyEntities.IsKnown(holding.Party, holding.Branch))
            {
                fault($"is held by a {holding.Party} as {holding.Branch}, which no policy knows");
            }

            foreach (var lift in holding.Lifts.Where(lift => SecrecyLifts.KindOf(lift) is null))
            {
                fault($"has the unknown lift `{lift}`");
            }
        }
    }

    // Swedish and English have properties of their own.
    private static bool IsOther(string language) =>
        language is not (ConsentLanguages.Swedish or ConsentLanguages.English) && ConsentLanguages.All.Contains(language);

    private static HashSet<string> Unique(IEnumerable<string> codes, string what, Action<string> fault)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var code in codes.Where(code => !seen.Add(code)))
        {
            fault($"{what} `{code}` is there twice");
        }

        return seen;
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeForm();
}

/// <summary>One record type as written in the file.</summary>
internal sealed record CatalogueEntry(
    string Code,
    string Swedish,
    string English,
    string RetentionClass,
    IReadOnlyList<string> DefaultRedactions,
    IReadOnlyList<Holding> Holdings,
    IReadOnlyDictionary<string, string>? Names = null);

/// <summary>A group of secrecy provisions, and the groups it belongs to.</summary>
internal sealed record SecrecyGroup(string Code, IReadOnlyList<string> In, string Swedish);

/// <summary>The form of <c>obligations.json</c>.</summary>
internal sealed record ObligationFile(IReadOnlyList<Obligation> Obligations)
{
    public const string Name = "obligations.json";

    public static IReadOnlyDictionary<string, Obligation> Read(PolicyFolder folder, List<string> faults)
    {
        var known = new Dictionary<string, Obligation>(StringComparer.Ordinal);
        foreach (var obligation in folder.Read<ObligationFile>(Name, faults)?.Obligations ?? [])
        {
            if (!known.TryAdd(obligation.Code, obligation))
            {
                faults.Add($"{Name}: obligation `{obligation.Code}` is there twice");
            }
        }

        return known;
    }
}
