using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DelningsNav.Policies.Consents;

namespace DelningsNav.Policies;

/// <summary>The files of a policy set, as the manifest lists them, with the hash that identifies them.</summary>
/// <remarks>
/// The hash is SHA-256 over a text of lines that end in a line feed: <c>delningsnav-policy-set 1</c>, the version, the date
/// of law, and for each file of the manifest in ordinal order its SHA-256 in lower-case hexadecimal, two spaces and its name.
/// </remarks>
internal sealed class PolicyFolder
{
    internal const string ManifestName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _place;
    private readonly IReadOnlyDictionary<string, byte[]> _files;

    private PolicyFolder(string place, Manifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        (_place, Manifest, _files) = (place, manifest, files);
        Hash = HashOf(manifest, files);
    }

    public Manifest Manifest { get; }

    public string Hash { get; }

    /// <summary>The names and texts of the Cedar files, in the order of the manifest.</summary>
    public IEnumerable<(string Name, string Text)> CedarFiles =>
        Manifest.Files.Where(name => name.EndsWith(".cedar", StringComparison.Ordinal))
            .Select(name => (name, Encoding.UTF8.GetString(_files[name])));

    /// <summary>Reads the text of one file. It adds a fault and returns null when the manifest does not list the file.</summary>
    public string? ReadText(string name, List<string> faults)
    {
        if (_files.TryGetValue(name, out var bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        faults.Add($"{ManifestName}: `{name}` is not listed");
        return null;
    }

    /// <summary>The set in a folder on the disk.</summary>
    /// <exception cref="PolicySetException">The manifest and the files do not fit each other; every fault is named.</exception>
    public static PolicyFolder Open(string folder)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            files.Add(Path.GetFileName(path), File.ReadAllBytes(path));
        }

        return Of(files, folder);
    }

    /// <summary>The set from the contents of files, by their names. <paramref name="place"/> is the name of the set in messages.</summary>
    /// <exception cref="PolicySetException">The manifest and the files do not fit each other; every fault is named.</exception>
    public static PolicyFolder Of(IReadOnlyDictionary<string, byte[]> lying, string place)
    {
        if (!lying.TryGetValue(ManifestName, out var written))
        {
            throw new PolicySetException([$"there is no `{ManifestName}` in the folder"]);
        }

        var faults = new List<string>();
        var manifest = Parse<Manifest>(ManifestName, written, faults) ?? throw new PolicySetException(faults);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in manifest.Files)
        {
            if (name.Contains('/', StringComparison.Ordinal) || !lying.TryGetValue(name, out var bytes))
            {
                faults.Add($"{ManifestName}: there is no file `{name}`");
            }
            else if (!files.TryAdd(name, bytes))
            {
                faults.Add($"{ManifestName}: `{name}` is listed twice");
            }
        }

        // People would read a rule or text that is in the folder but not in the manifest, although it is not applied.
        faults.AddRange(lying.Keys
            .Where(name => name.EndsWith(".cedar", StringComparison.Ordinal) || ConsentWordings.IsFile(name)
                || name is GatheredFile.Name or FormFile.Name)
            .Where(name => !files.ContainsKey(name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{ManifestName}: `{name}` lies in the folder but is not listed"));
        return faults.Count == 0 ? new PolicyFolder(place, manifest, files) : throw new PolicySetException(faults);
    }

    /// <summary>Reads one JSON file of the set. It adds a fault and returns null when the file cannot be read.</summary>
    public T? Read<T>(string name, List<string> faults)
        where T : class
    {
        if (_files.TryGetValue(name, out var bytes))
        {
            return Parse<T>(name, bytes, faults);
        }

        faults.Add($"{ManifestName}: `{name}` is not listed");
        return null;
    }

    public override string ToString() => _place;

    private static T? Parse<T>(string name, byte[] bytes, List<string> faults)
        where T : class
    {
        try
        {
            var value = JsonSerializer.Deserialize<T>(bytes, Json);
            if (value is null)
            {
                faults.Add($"{name}: the file says `null`");
            }

            return value;
        }
        catch (JsonException problem)
        {
            faults.Add($"{name}: {problem.Message}");
            return null;
        }
    }

    private static string HashOf(Manifest manifest, IReadOnlyDictionary<string, byte[]> files)
    {
        var lines = new StringBuilder("delningsnav-policy-set 1\n")
            .Append(manifest.Version).Append('\n')
            .Append(manifest.LawAsOf.ToString("O", System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
        foreach (var name in manifest.Files.Order(StringComparer.Ordinal))
        {
            lines.Append(Convert.ToHexStringLower(SHA256.HashData(files[name]))).Append("  ").Append(name).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }
}

/// <summary>The content of <c>manifest.json</c>.</summary>
internal sealed record Manifest(string Version, DateOnly LawAsOf, IReadOnlyList<string> Files);
