namespace DelningsNav.Policies;

/// <summary>
/// The form of <c>usually-gathered.json</c>: the record types that a survey usually gathers. Swedish: <b>kartläggning</b>.
/// </summary>
internal sealed record GatheredFile(IReadOnlyList<string> RecordTypes)
{
    public const string Name = "usually-gathered.json";

    /// <summary>
    /// The codes in the order of the file, or null if the set does not list the file. It adds a fault for each code that is unknown or
    /// repeated.
    /// </summary>
    public static IReadOnlyList<RecordTypeCode>? Read(PolicyFolder folder, RecordTypeCatalogue? catalogue, List<string> faults)
    {
        if (!folder.Manifest.Files.Contains(Name) || folder.Read<GatheredFile>(Name, faults) is not { } file)
        {
            return null;
        }

        var before = faults.Count;
        faults.AddRange(file.RecordTypes
            .Where(code => !RecordTypeCode.TryParse(code, out var type) || catalogue?.TryFind(type, out _) == false)
            .Select(code => $"{Name}: unknown record type `{code}`"));
        faults.AddRange(file.RecordTypes.GroupBy(code => code, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => $"{Name}: record type `{same.Key}` is there twice"));
        return faults.Count == before ? [.. file.RecordTypes.Select(RecordTypeCode.Parse)] : null;
    }
}
