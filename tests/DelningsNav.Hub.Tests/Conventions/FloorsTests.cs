using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>The folders inside Hub are floors: a folder refers only to folders that come before it in the list (ADR 0030).</summary>
public class FloorsTests
{
    private const string Hub = "src/DelningsNav.Hub";

    /// <summary>From the ground up. A folder refers to none that comes after it.</summary>
    private static readonly string[] Floors =
    [
        "Foundation",
        "Storage", "Storage/Keys", "Storage/Seals", "Storage/Log",
        "Parties", "People", "PolicySets", "Cases", "Messages", "Drafts", "Sessions",
        "Consents", "Blocks", "Records", "Requests", "Requests/Emergencies",
        "Releases", "Records/Depositing", "Notices",
        "Consents/Ending", "Register", "Consents/Answering", "Consents/Absence", "Consents/Asking", "Consents/Recording",
        "Assessing", "Oversight", "Replays",
        "Views/Casework", "Views/Family",
        "HubModel", "",
    ];

    private static readonly Lazy<IReadOnlyList<Arrow>> Arrows = new(
        () => [.. ArrowsOf(Compiled.Projects().Single(p => p.AssemblyName == "DelningsNav.Hub"))]);

    [Fact]
    public void Every_folder_of_the_hub_has_its_floor()
    {
        var folders = Sources.CSharp(Hub).Select(file => FolderOf(file.Path)).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(Floors.Order(StringComparer.Ordinal), folders);
    }

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var elsewhere = Sources.CSharp(Hub).Where(file =>
        {
            var name = string.Join(@"\.", ["DelningsNav", "Hub", .. FolderOf(file.Path).Split('/')]).TrimEnd('.', '\\');
            return !file.Has($@"(?m)^namespace {name};");
        });

        Assert.Empty(elsewhere.Select(file => file.Path));
    }

    [Fact]
    public void A_folder_refers_only_to_folders_on_lower_floors()
    {
        var upward = Arrows.Value.Where(arrow => Array.IndexOf(Floors, arrow.ToFolder) > Array.IndexOf(Floors, arrow.FromFolder));

        Assert.True(Arrows.Value.Count > 500, "the arrows were not found");
        Assert.Empty(upward.Select(arrow => $"{arrow.From} refers to {arrow.Type} in {arrow.ToFolder}"));
    }

    [Fact]
    public void An_arrow_is_found_in_a_signature_a_call_and_a_type_argument()
    {
        var sources = new Dictionary<string, string>
        {
            [$"{Hub}/Low/One.cs"] = "namespace Low; class One { High.Two F() => null!; }",
            [$"{Hub}/Low/Three.cs"] = "namespace Low; class Three { void F() => High.Two.Go(); }",
            [$"{Hub}/Low/Four.cs"] = "namespace Low; class Four { System.Collections.Generic.List<High.Two>? all; }",
            [$"{Hub}/High/Two.cs"] = "namespace High; class Two { public static void Go() { } }",
        };

        var found = ArrowsOf(Compiled.Of(sources))
            .Select(arrow => $"{arrow.From} {arrow.ToFolder}/{arrow.Type}")
            .Order(StringComparer.Ordinal);

        Assert.Equal([$"{Hub}/Low/Four.cs High/Two", $"{Hub}/Low/One.cs High/Two", $"{Hub}/Low/Three.cs High/Two"], found);
    }

    private static IEnumerable<Arrow> ArrowsOf(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        where tree.FilePath.StartsWith(Hub, StringComparison.Ordinal)
        let model = compilation.GetSemanticModel(tree)
        from type in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Select(name => TypeOf(model.GetSymbolInfo(name).Symbol))
            .OfType<INamedTypeSymbol>()
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
        from declared in type.Locations.Select(location => location.SourceTree?.FilePath ?? "").Take(1)
        where declared.StartsWith(Hub, StringComparison.Ordinal)
        let to = FolderOf(declared)
        where to != FolderOf(tree.FilePath)
        select new Arrow(tree.FilePath, to, type.Name);

    // A member refers to the type that has it, a nested type to the outermost type, whose file it lies in.
    private static INamedTypeSymbol? TypeOf(ISymbol? symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        for (var outer = type?.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            type = outer;
        }

        return type?.OriginalDefinition;
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetRelativePath(Hub, path))!.Replace('\\', '/');

    private sealed record Arrow(string From, string ToFolder, string Type)
    {
        public string FromFolder => FolderOf(From);
    }
}
