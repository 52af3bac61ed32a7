using System.Text.Json;

namespace DelningsNav.AuditLog.Tests;

/// <summary>The published vectors, which are third-party data and are stored next to the checkout, not in it.</summary>
internal static class MerkleVectors
{
    internal static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("DELNINGSNAV_VECTORS") ?? BesideTheCheckout();
        var merkle = folder is null ? null : Path.Combine(folder, "merkle");
        Assert.SkipUnless(Directory.Exists(merkle), "the published Merkle vectors are not next to this checkout; set DELNINGSNAV_VECTORS");
        return merkle!;
    }

    internal static JsonElement Read(params string[] path) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine([Folder(), .. path]))).RootElement;

    internal static IEnumerable<JsonElement> Cases(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Folder(), "rfc6962", kind), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement);

    private static string? BesideTheCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
            {
                return Path.Combine(folder.FullName, "..", "shared", "vectors");
            }
        }

        return null;
    }
}
