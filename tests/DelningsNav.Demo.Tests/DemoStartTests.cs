using Microsoft.AspNetCore.Builder;

namespace DelningsNav.Demo.Tests;

/// <summary>When the demo starts, and that it never starts by mistake (ADR 0014).</summary>
public sealed class DemoStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("delningsnav-demo-start-");

    [Fact]
    public void The_demo_starts_on_this_machine_in_an_empty_folder()
    {
        var ready = Assert.IsType<DemoStart.Ready>(Read("Development"));

        Assert.Equal(_folder.FullName, ready.Demo.Folder);
        Assert.Contains(_folder.FullName, ready.Hub.Settings.ConnectionString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Test")]
    public void The_demo_starts_in_no_environment_but_development(string environment)
    {
        var refused = Assert.IsType<DemoStart.Refused>(Read(environment));

        Assert.Contains($"environment {environment}", refused.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("https://demo.example.se")]
    [InlineData("http://127.0.0.1:5080;http://10.0.0.1:5080")]
    public void The_demo_does_not_start_where_others_can_reach_it(string urls)
    {
        var refused = Assert.IsType<DemoStart.Refused>(Read("Development", urls));

        Assert.Contains(urls, refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_demo_does_not_start_over_a_database_that_is_not_its_own()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "hub.db"), "somebody's");

        Assert.IsType<DemoStart.Refused>(Read("Development"));
    }

    [Fact]
    public void The_demo_continues_in_a_folder_of_its_own()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "hub.db"), "the city's");
        File.WriteAllText(Path.Combine(_folder.FullName, "demo-city.json"), "{}");

        Assert.True(Assert.IsType<DemoStart.Ready>(Read("Development")).Demo.IsBuilt);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private DemoStart Read(string environment, string urls = "http://127.0.0.1:0") => DemoStart.Read(
        WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = environment, Args = [$"--urls={urls}", $"--data={_folder.FullName}"] }),
        TimeProvider.System);
}
