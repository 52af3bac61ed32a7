using System.Xml.Linq;
using DelningsNav.AuditLog;
using DelningsNav.Cedar;
using DelningsNav.Signing;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>Which project may refer to which (ADR 0002). Read from the project files, so that an arrow is added on purpose.</summary>
public class ArrowsTests
{
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Arrows = new()
    {
        ["DelningsNav.Cedar"] = ([], []),
        ["DelningsNav.Signing"] = ([], []),
        ["DelningsNav.AuditLog"] = (["DelningsNav.Signing"], []),
        ["DelningsNav.Policies"] = (["DelningsNav.Cedar", "DelningsNav.Signing"], []),
        ["DelningsNav.Hub"] = (
            ["DelningsNav.AuditLog", "DelningsNav.Policies"],
            ["Microsoft.EntityFrameworkCore.Sqlite", "Npgsql.EntityFrameworkCore.PostgreSQL", "SQLitePCLRaw.bundle_e_sqlite3"]),
        ["DelningsNav.Web"] = (
            ["DelningsNav.Hub", "DelningsNav.Signing"],
            ["MailKit", "Microsoft.AspNetCore.OpenApi", "PDFsharp", "Swashbuckle.AspNetCore.SwaggerUI"]),
        ["DelningsNav.Demo"] = (["DelningsNav.Web"], []),
        ["DelningsNav.Client"] = (["DelningsNav.Signing"], []),
        ["DelningsNav.Cli"] = (
            ["DelningsNav.AuditLog", "DelningsNav.Client", "DelningsNav.Policies"],
            ["Spectre.Console", "System.CommandLine"]),
    };

    [Fact]
    public void There_is_no_project_other_than_those_of_ADR_0002()
    {
        var projects = Sources.Files("src", "*.csproj").Select(file => Path.GetFileNameWithoutExtension(file.Path));

        Assert.Equal(Arrows.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_refers_to_exactly_the_projects_and_packages_of_its_arrows()
    {
        var drawn = Sources.Files("src", "*.csproj").ToDictionary(
            file => Path.GetFileNameWithoutExtension(file.Path),
            file => $"{Joined(References(file, "ProjectReference").Select(Path.GetFileNameWithoutExtension))} | "
                + Joined(References(file, "PackageReference")));

        var allowed = Arrows.ToDictionary(arrow => arrow.Key, arrow => $"{Joined(arrow.Value.Projects)} | {Joined(arrow.Value.Packages)}");
        Assert.Equal(allowed.OrderBy(a => a.Key, StringComparer.Ordinal), drawn.OrderBy(d => d.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void No_source_project_refers_to_a_test_project()
    {
        var towardsTests = Sources.Files("src", "*.csproj")
            .Where(file => References(file, "ProjectReference").Any(path => path.Contains("tests/", StringComparison.Ordinal)));

        Assert.Empty(towardsTests.Select(file => file.Path));
    }

    [Theory]
    [InlineData(typeof(CedarPolicySet))]
    [InlineData(typeof(SigningKey))]
    [InlineData(typeof(MerkleTree))]
    public void A_kernel_depends_on_nothing_but_the_platform(Type kernel)
    {
        var foreign = kernel.Assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not "DelningsNav.Signing");

        Assert.Empty(foreign);
    }

    [Fact]
    public void The_hub_does_not_use_HTTP()
    {
        var http = typeof(HubStart).Assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name.StartsWith("System.Net.Http", StringComparison.Ordinal));

        Assert.Empty(http);
    }

    [Fact]
    public void API_and_pages_do_not_use_tables()
    {
        var reaching = Sources.CSharp("src/DelningsNav.Web")
            .Where(file => file.Has(@"Microsoft\.EntityFrameworkCore|Microsoft\.Data\.Sqlite|\bNpgsql"));

        Assert.Empty(reaching.Select(file => file.Path));
    }

    [Fact]
    public void The_rules_use_no_clock_no_network_and_no_database()
    {
        var reaching = Sources.CSharp("src/DelningsNav.Policies")
            .Where(
                file =>
                    file.Has(@"\bTimeProvider\b|System\.Net|\bHttpClient\b|DelningsNav\.Hub\.Storage|EntityFrameworkCore|System\.Data"));

        Assert.Empty(reaching.Select(file => file.Path));
    }

    private static IEnumerable<string> References(SourceFile project, string kind) =>
        XDocument.Parse(project.Text).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static string Joined(IEnumerable<string?> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
