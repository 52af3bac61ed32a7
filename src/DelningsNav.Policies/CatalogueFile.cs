using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies;

/// <summary>The form of <c>record-types.json</c>, and the checks of its content.</summary>
internal sealed record CatalogueFile(
    IReadOnlyList<RetentionClass> RetentionClasses,
    IReadOnlyList<SecrecyGroup> SecrecyGroups,
    IReadOnlyList<CatalogueEntry> RecordTypes)
{
    public const string Name = "record-types.json";

    public static readonly IReadOnlyDictionary<string, string> NoNames = new Dictionary<string, string>();

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

        // A set that is older than possessive names has no such name in any type.
        var arePossessive = RecordTypes.Any(type => type.Possessive is not null || type.WithoutPossessive);
        foreach (var type in RecordTypes)
        {
            if (arePossessive)
            {
                CheckPossessive(type, problem => fault($"record type `{type.Code}` {problem}"));
            }

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
        if (!CodeForm.Fits(type.Code))
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

        foreach (var (language, _) in (type.Names ?? NoNames).Where(name => !IsOther(name.Key) || string.IsNullOrWhiteSpace(name.Value)))
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

    // Each type has a name as something that belongs to a child ("Nora's absences") in every language, or states that pages write
    // "information about Nora" instead.
    private static void CheckPossessive(CatalogueEntry type, Action<string> fault)
    {
        var names = type.Possessive ?? NoNames;
        if (type.WithoutPossessive)
        {
            if (names.Count > 0)
            {
                fault("has possessive names and says that it has none");
            }

            return;
        }

        foreach (var language in ConsentLanguages.All.Where(tag => tag != ConsentLanguages.EasySwedish && !names.ContainsKey(tag)))
        {
            fault($"has no possessive name in `{language}`; write one, or `withoutPossessive`");
        }

        foreach (var (language, name) in names)
        {
            if (ConsentLanguages.All.Contains(language) && !string.IsNullOrWhiteSpace(name))
            {
                continue;
            }

            fault($"has no possessive name in `{language}` that could be shown");
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
}

/// <summary>One record type as written in the file.</summary>
internal sealed record CatalogueEntry(
    string Code,
    string Swedish,
    string English,
    string RetentionClass,
    IReadOnlyList<string> DefaultRedactions,
    IReadOnlyList<Holding> Holdings,
    IReadOnlyDictionary<string, string>? Names = null,
    IReadOnlyDictionary<string, string>? Possessive = null,
    bool WithoutPossessive = false);

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
