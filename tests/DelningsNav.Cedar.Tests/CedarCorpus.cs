using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests;

/// <summary>The official conformance cases. They are third-party files outside the repository.</summary>
internal static class CedarCorpus
{
    public static string? Folder
    {
        get
        {
            var vectors = Environment.GetEnvironmentVariable("DELNINGSNAV_VECTORS") ?? FromRepository();
            return vectors is not null && Directory.Exists(Path.Combine(vectors, "cedar")) ? Path.Combine(vectors, "cedar") : null;
        }
    }

    /// <summary>The generated cases, in the order of the archive.</summary>
    public static IEnumerable<CorpusCase> Generated(string folder)
    {
        using var archive = new TarReader(new GZipStream(File.OpenRead(Path.Combine(folder, "corpus.tar.gz")), CompressionMode.Decompress));
        var pending = new Dictionary<string, Dictionary<string, string>>();
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null)
            {
                continue;
            }

            var name = Path.GetFileName(entry.Name);
            var (stem, extension) = (
                name[..name.IndexOf('.', StringComparison.Ordinal)], name[name.IndexOf('.', StringComparison.Ordinal)..]);
            using var reader = new StreamReader(entry.DataStream);
            var files = pending.TryGetValue(stem, out var known) ? known : pending[stem] = [];
            files[extension] = reader.ReadToEnd();
            if (files.Count == 4)
            {
                pending.Remove(stem);
                yield return new CorpusCase(stem, files[".cedar"], files[".entities.json"], files[".cedarschema"], files[".json"]);
            }
        }

        Assert.Empty(pending);
    }

    /// <summary>The cases written by hand, which share entities.</summary>
    public static IEnumerable<CorpusCase> Handwritten(string folder)
    {
        var root = Path.Combine(folder, "handwritten");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.json", SearchOption.AllDirectories).Order())
        {
            var json = File.ReadAllText(file);
            using var document = JsonDocument.Parse(json);
            string Read(string key) => File.ReadAllText(Path.Combine(root, document.RootElement.GetProperty(key).GetString()!));
            var entities = JsonNode.Parse(Read("entities"))!;
            foreach (var entity in entities.AsArray())
            {
                entity!["attrs"] = WithMarkedReferences(entity["attrs"]);
            }

            yield return new CorpusCase(Path.GetRelativePath(root, file), Read("policies"), entities.ToJsonString(), Read("schema"), json);
        }
    }

    // In these files a reference is only a type and an id, without a mark. Only the schema shows that it is a reference.
    private static JsonNode? WithMarkedReferences(JsonNode? value) => value switch
    {
        JsonObject { Count: 2 } pair when pair.ContainsKey("type") && pair.ContainsKey("id") =>
            new JsonObject { ["__entity"] = pair.DeepClone() },
        JsonObject record => new JsonObject(record.Select(a => KeyValuePair.Create(a.Key, WithMarkedReferences(a.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithMarkedReferences)]),
        _ => value?.DeepClone(),
    };

    private static string? FromRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
            {
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "vectors"));
            }
        }

        return null;
    }
}
