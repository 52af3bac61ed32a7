using System.Text.Json;
using System.Xml.Linq;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>Where packages come from, and that nothing is shipped without its licence (SECURITY.md, "Parts by others").</summary>
public class SupplyChainTests
{
    private const string ForTheCompilerOnly = "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    [Fact]
    public void Every_package_comes_from_one_source_and_no_source_of_the_machine_is_asked()
    {
        var config = XDocument.Load(Path.Combine(Sources.Root, "NuGet.config")).Root!;

        Assert.Equal(["clear", "add https://api.nuget.org/v3/index.json"], Elements(config.Element("packageSources")!, "value"));
        Assert.Equal(["clear", "packageSource nuget.org"], Elements(config.Element("packageSourceMapping")!, "key"));
        Assert.Equal(["*"], config.Descendants("package").Select(package => package.Attribute("pattern")!.Value));
    }

    [Fact]
    public void Every_project_has_a_lock_file_with_a_hash_for_each_package()
    {
        var projects = Sources.Files("src", "*.csproj").Concat(Sources.Files("tests", "*.csproj"))
            .Select(file => Path.GetDirectoryName(file.Path)!);

        var unpinned = projects.SelectMany(
            project => Locked(project).Where(package => package.Hash is null).Select(package => $"{project}: {package.Name}"));

        Assert.Empty(unpinned);
    }

    [Fact]
    public void The_list_of_licences_has_exactly_the_packages_that_the_programs_contain()
    {
        var shipped = Sources.Files("src", "*.csproj").SelectMany(file => Locked(Path.GetDirectoryName(file.Path)!))
            .Where(package => package.Name != ForTheCompilerOnly)
            .Select(package => $"{package.Name} {package.Version}")
            .Distinct(StringComparer.OrdinalIgnoreCase);

        var listed = File.ReadLines(Path.Combine(Sources.Root, "THIRD-PARTY-LICENCES.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Package ", StringComparison.Ordinal))
            .Select(line => line.Split(" | ")).Select(cells => $"{cells[0][2..]} {cells[1]}");
        var order = StringComparer.OrdinalIgnoreCase;
        Assert.Equal(shipped.Order(order), listed.Order(order), order);
    }

    private static IEnumerable<string> Elements(XElement parent, string attribute) =>
        parent.Elements().Select(element => $"{element.Name} {element.Attribute(attribute)?.Value}".TrimEnd());

    private static IEnumerable<(string Name, string? Version, string? Hash)> Locked(string project)
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Sources.Root, project, "packages.lock.json")));
        return
        [
            .. locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => (package.Name, Text(package.Value, "resolved"), Text(package.Value, "contentHash"))),
        ];
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
