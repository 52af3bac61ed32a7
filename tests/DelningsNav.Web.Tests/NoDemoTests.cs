using System.Net;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;

namespace DelningsNav.Web.Tests;

/// <summary>A hub for real people contains nothing of the demo, so that nothing of it can be started by mistake (ADR 0031).</summary>
public sealed partial class NoDemoTests
{
    private static readonly Assembly Web = typeof(HubApp).Assembly;

    [Fact]
    public void No_type_resource_or_reference_of_the_program_is_the_demos()
    {
        var names = Web.GetTypes().Select(type => type.FullName!)
            .Concat(Web.GetManifestResourceNames())
            .Concat(Web.GetReferencedAssemblies().Select(reference => reference.Name!));

        Assert.DoesNotContain(names, name => OfDemo().IsMatch(name));
    }

    [Fact]
    public void The_programs_own_build_does_not_include_the_demo() =>
        Assert.Empty(Directory.EnumerateFiles(AppContext.BaseDirectory, "*Demo*", SearchOption.AllDirectories).Select(Path.GetFileName));

    [Fact]
    public void No_text_in_the_program_belongs_to_the_demo()
    {
        Assert.NotEmpty(Strings(Web.Location));
        Assert.DoesNotContain(Strings(Web.Location), text => OfDemo().IsMatch(text));
    }

    [Theory]
    [InlineData("sv")]
    [InlineData("en")]
    [InlineData("fi")]
    public void No_text_of_a_page_belongs_to_the_demo(string culture)
    {
        var texts = Web.GetSatelliteAssembly(System.Globalization.CultureInfo.GetCultureInfo(culture));

        Assert.DoesNotContain(texts.GetManifestResourceNames(), name => OfDemo().IsMatch(name));
        using var shared = new System.Resources.ResourceReader(
            texts.GetManifestResourceStream($"DelningsNav.Web.Languages.SharedTexts.{culture}.resources")!);
        Assert.DoesNotContain(shared.Cast<System.Collections.DictionaryEntry>(), text => OfDemo().IsMatch($"{text.Key}: {text.Value}"));
    }

    [Fact]
    public void No_style_or_picture_belongs_to_the_demo()
    {
        var files = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "wwwroot"), "*.*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".gz", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => OfDemo().IsMatch(Path.GetFileName(file)) || OfDemo().IsMatch(File.ReadAllText(file)));
    }

    [Fact]
    public void An_argument_for_the_demo_on_the_command_line_starts_nothing()
    {
        var builder = WebApplication.CreateBuilder(["--demo", "true", "--environment", "Development"]);

        var refused = Assert.IsType<HubSetup.Refused>(HubSetup.Read(builder.Configuration, TimeProvider.System));

        Assert.Contains("Hub:ConnectionString", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_can_sign_in_and_the_page_says_so()
    {
        await using var app = await TestApp.StartAsync();

        var page = WebUtility.HtmlDecode(await app.ReadPageAsync("/logga-in"));

        Assert.Contains("Inloggningen är inte påkopplad", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form method=\"post\" action=\"/logga-in", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.VisitAsync("/stilguide")).StatusCode);
    }

    private static IEnumerable<string> Strings(string file)
    {
        using var program = new PEReader(File.OpenRead(file));
        var metadata = program.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            yield return metadata.GetUserString(handle);
        }
    }

    // Not every mention of the word, because the sentences of doc comments are in the program too, for the OpenAPI document.
    [GeneratedRegex(@"Demo|demo[-.]|-demo\b|stilguide|StyleGuide|Exempelstaden", RegexOptions.CultureInvariant)]
    private static partial Regex OfDemo();
}
