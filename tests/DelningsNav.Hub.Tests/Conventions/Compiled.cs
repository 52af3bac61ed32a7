using System.Runtime.InteropServices;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>The projects under src as the compiler sees them, each with the projects that it references.</summary>
/// <remarks>
/// Generated code (JSON, regular expressions, pages) and the packages that only Web and Cli use are absent. An expression that depends
/// on them may have no type here; our own types are all present, because they are compiled from source.
/// </remarks>
internal static class Compiled
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private const string ImplicitUsingsOfWeb = """
        global using System.Net.Http.Json; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest, DocumentationMode.None);

    private static readonly CSharpCompilationOptions Library =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Platform = new(() =>
        [.. Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Concat(WebFramework()).Concat(Packages())
            .Where(IsManaged).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Every project under src; a project comes after those that it references.</summary>
    public static IReadOnlyList<CSharpCompilation> Projects()
    {
        var made = new Dictionary<string, CSharpCompilation>(StringComparer.Ordinal);
        foreach (var project in Sources.Files("src", "*.csproj"))
        {
            Make(Path.GetFileNameWithoutExtension(project.Path), made);
        }

        return [.. made.Values];
    }

    /// <summary>One small source, without the rest.</summary>
    public static CSharpCompilation Alone(string source) =>
        CSharpCompilation.Create("Alone", Trees([("Alone.cs", source)]), Platform.Value, Library);

    /// <summary>Small sources by their paths, compiled together without the rest.</summary>
    public static CSharpCompilation Of(IReadOnlyDictionary<string, string> sources) =>
        CSharpCompilation.Create("Alone", Trees(sources.Select(source => (source.Key, source.Value))), Platform.Value, Library);

    private static CSharpCompilation Make(string name, Dictionary<string, CSharpCompilation> made)
    {
        if (made.TryGetValue(name, out var known))
        {
            return known;
        }

        var project = XDocument.Load(Path.Combine(Sources.Root, "src", name, $"{name}.csproj"));
        var references = project.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Select(reference => Make(reference, made))
            .SelectMany(one => one.References.OfType<CompilationReference>().Append(one.ToMetadataReference()))
            .DistinctBy(one => one.Display);
        var sources = Sources.CSharp($"src/{name}").Select(file => (file.Path, file.Text));
        if (project.Root!.Attribute("Sdk")!.Value is "Microsoft.NET.Sdk.Web")
        {
            sources = sources.Append(("ImplicitUsingsOfWeb.cs", ImplicitUsingsOfWeb));
        }

        return made[name] = CSharpCompilation.Create(name, Trees(sources), [.. Platform.Value, .. references], Library);
    }

    private static IEnumerable<SyntaxTree> Trees(IEnumerable<(string Path, string Text)> sources) =>
        sources.Prepend(("ImplicitUsings.cs", ImplicitUsings))
            .Select(source => CSharpSyntaxTree.ParseText(source.Item2, Language, source.Item1));

    private static IEnumerable<string> WebFramework()
    {
        var shared = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).Parent!.Parent!;
        var web = Path.Combine(shared.FullName, "Microsoft.AspNetCore.App");
        return Directory.Exists(web)
            ? Directory.EnumerateFiles(Directory.EnumerateDirectories(web).Order(StringComparer.Ordinal).Last(), "*.dll")
            : [];
    }

    private static IEnumerable<string> Packages() =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path => !Path.GetFileName(path).StartsWith("DelningsNav.", StringComparison.Ordinal));

    private static bool IsManaged(string path)
    {
        using var file = File.OpenRead(path);
        using var portable = new System.Reflection.PortableExecutable.PEReader(file);
        return portable.HasMetadata;
    }
}
