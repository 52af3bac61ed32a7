using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Policies;

/// <summary>Every record type of a policy set, read from <c>policies/record-types.json</c>.</summary>
public sealed class RecordTypeCatalogue
{
    private readonly Dictionary<RecordTypeCode, RecordType> _byCode;
    private readonly Dictionary<string, RetentionClass> _retention;

    private RecordTypeCatalogue(CatalogueFile file)
        : this(
            [.. file.RecordTypes.Select(TypeOf)],
            file.SecrecyGroups,
            file.RetentionClasses.ToDictionary(retention => retention.Code, StringComparer.Ordinal))
    {
    }

    private RecordTypeCatalogue(
        IReadOnlyList<RecordType> all, IReadOnlyList<SecrecyGroup> groups, Dictionary<string, RetentionClass> retention)
    {
        (All, SecrecyGroups, _retention) = (all, groups, retention);
        _byCode = All.ToDictionary(type => type.Code);
    }

    /// <summary>All types, in the order of the file.</summary>
    public IReadOnlyList<RecordType> All { get; }

    /// <summary>The groups of secrecy provisions that the policies name, and the groups that each of them belongs to.</summary>
    internal IReadOnlyList<SecrecyGroup> SecrecyGroups { get; }

    /// <summary>Reads the catalogue of a policy folder.</summary>
    /// <exception cref="PolicySetException">A file is missing or its content is impossible. Every fault is named.</exception>
    public static RecordTypeCatalogue Load(string folder)
    {
        var faults = new List<string>();
        var opened = PolicyFolder.Open(folder);
        var obligations = ObligationFile.Read(opened, faults);
        return Read(opened, obligations, faults) is { } catalogue && faults.Count == 0
            ? catalogue
            : throw new PolicySetException(faults);
    }

    /// <summary>The type with this code.</summary>
    /// <exception cref="KeyNotFoundException">The code is not in the catalogue. Use <see cref="TryFind"/> for a code that comes
    /// from outside.</exception>
    public RecordType Find(RecordTypeCode code) =>
        TryFind(code, out var type) ? type : throw new KeyNotFoundException($"no record type `{code}`");

    /// <summary>Finds the type with this code, and returns whether there is such a type.</summary>
    public bool TryFind(RecordTypeCode code, [NotNullWhen(true)] out RecordType? type) => _byCode.TryGetValue(code, out type);

    /// <summary>How long a deposited copy of the type is stored.</summary>
    public RetentionClass RetentionOf(RecordType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return _retention[type.RetentionClass];
    }

    /// <summary>The same catalogue. If it has no possessive names, it gets the possessive names of another catalogue.</summary>
    internal RecordTypeCatalogue WithPossessivesOf(RecordTypeCatalogue other) => All.Any(type => type.Possessives.Count > 0)
        ? this
        : new RecordTypeCatalogue(
            [.. All.Select(type => other.TryFind(type.Code, out var named) ? type with { Possessives = named.Possessives } : type)],
            SecrecyGroups,
            _retention);

    internal static RecordTypeCatalogue? Read(
        PolicyFolder folder, IReadOnlyDictionary<string, Obligation> obligations, List<string> faults)
    {
        if (folder.Read<CatalogueFile>(CatalogueFile.Name, faults) is not { } file)
        {
            return null;
        }

        var before = faults.Count;
        file.Check(obligations, fault => faults.Add($"{CatalogueFile.Name}: {fault}"));
        return faults.Count == before ? new RecordTypeCatalogue(file) : null;
    }

    private static RecordType TypeOf(CatalogueEntry entry)
    {
        var usual = entry.Holdings[0];
        return new RecordType(
            RecordTypeCode.Parse(entry.Code),
            entry.Swedish,
            entry.English,
            [.. entry.Holdings.Select(holding => holding.Branch).Distinct()],
            usual.Provision,
            usual.DamageTest,
            usual.Lifts,
            entry.RetentionClass,
            entry.DefaultRedactions,
            entry.Holdings,
            entry.Holdings.Any(holding => holding.AwaitsLawyer),
            entry.Names ?? CatalogueFile.NoNames)
        { Possessives = entry.Possessive ?? CatalogueFile.NoNames };
    }
}
