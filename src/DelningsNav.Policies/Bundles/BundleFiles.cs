using System.Security.Cryptography;
using DelningsNav.Policies.Cases;

namespace DelningsNav.Policies.Bundles;

/// <summary>
/// The files of a bundle by their names. They come from a folder when the bundle is packed, and from the bundle's bytes when it is read.
/// They are never written to disk.
/// </summary>
internal static class BundleFiles
{
    private const string Cases = "cases/";

    // The folder of the consent texts before they became files of the set. Bundles from that time can still be read.
    private const string EarlierTexts = "consent-texts/";

    /// <summary>
    /// The manifest, the listed files and the cases of a policy folder, in ordinal order of their names. Other files are left out.
    /// </summary>
    /// <exception cref="PolicySetException">The manifest and the files do not fit each other; every fault is named.</exception>
    public static SortedDictionary<string, byte[]> Gather(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in PolicyFolder.Open(folder).Manifest.Files.Append(PolicyFolder.ManifestName))
        {
            files.Add(name, File.ReadAllBytes(Path.Combine(folder, name)));
        }

        var cases = Path.Combine(folder, Cases);
        foreach (var file in Directory.Exists(cases) ? Directory.EnumerateFiles(cases, "*.json") : [])
        {
            files.Add(Cases + Path.GetFileName(file), File.ReadAllBytes(file));
        }

        return files;
    }

    /// <summary>The reasons for which a reader would refuse the files. Such files cannot be packed.</summary>
    public static List<string> Faults(SortedDictionary<string, byte[]> files) =>
    [
        .. files.Where(file => BundleLine.TryParse(LineOf(file).ToString()) is null)
            .Select(file => $"{file.Key}: its name or its length, {file.Value.Length} bytes, is not valid in a bundle"),
    ];

    public static IReadOnlyList<BundleLine> Lines(SortedDictionary<string, byte[]> files) => [.. files.Select(LineOf)];

    /// <summary>
    /// Splits the content into the listed files; adds a fault for each file that is changed or missing, and for extra content.
    /// </summary>
    public static SortedDictionary<string, byte[]> Cut(ReadOnlySpan<byte> content, IReadOnlyList<BundleLine> lines, List<string> faults)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (content.Length < line.Length)
            {
                faults.Add($"the file `{line.Name}` is missing or cut short");
                content = default;
                continue;
            }

            var bytes = content[..line.Length].ToArray();
            content = content[line.Length..];
            if (LineOf(new(line.Name, bytes)) != line)
            {
                faults.Add($"the file `{line.Name}` was changed after it was signed");
            }
            else if (!files.TryAdd(line.Name, bytes))
            {
                faults.Add($"the file `{line.Name}` is listed twice");
            }
            else if (!IsOfASet(line.Name))
            {
                faults.Add($"the file `{line.Name}` has no place in a policy set");
            }
        }

        if (content.Length > 0)
        {
            faults.Add($"{content.Length} bytes follow that nobody signed");
        }

        return files;
    }

    /// <summary>
    /// Reads the rules and the cases in the files. It adds every fault, and returns null for the rules or the cases that have a fault.
    /// </summary>
    public static (ReleasePolicies? Policies, IReadOnlyList<PolicyCase>? Cases) Load(
        SortedDictionary<string, byte[]> files, string place, List<string> faults)
    {
        var ofTheSet = files.Where(file => !file.Key.Contains('/', StringComparison.Ordinal)).ToDictionary();
        var ofTheCases = files.Where(file => file.Key.StartsWith(Cases, StringComparison.Ordinal))
            .ToDictionary(f => f.Key[Cases.Length..], f => f.Value);
        return (
            Try(() => ReleasePolicies.Load(PolicyFolder.Of(ofTheSet, place)), faults),
            Try(() => PolicyCaseFolder.Read(ofTheCases), faults));
    }

    private static bool IsOfASet(string name) =>
        !name.Contains('/', StringComparison.Ordinal)
        || (name.StartsWith(Cases, StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
        || (name.StartsWith(EarlierTexts, StringComparison.Ordinal) && name.EndsWith(".txt", StringComparison.Ordinal));

    private static BundleLine LineOf(KeyValuePair<string, byte[]> file) =>
        new(Convert.ToHexStringLower(SHA256.HashData(file.Value)), file.Value.Length, file.Key);

    private static T? Try<T>(Func<T> read, List<string> faults)
        where T : class
    {
        try
        {
            return read();
        }
        catch (PolicySetException problem)
        {
            faults.AddRange(problem.Faults);
            return null;
        }
    }
}
