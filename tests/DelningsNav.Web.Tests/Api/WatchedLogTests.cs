using System.Text;
using DelningsNav.Cli;

namespace DelningsNav.Web.Tests.Api;

/// <summary><c>delningsnav log watch</c> against a real hub. <c>WatchLogTests</c> has its rules.</summary>
public sealed class WatchedLogTests
{
    [Fact]
    public async Task The_log_of_a_running_hub_is_watched_by_its_checkpoints_and_hash_tiles()
    {
        await using var app = await TestApp.StartAsync();
        var key = await (await app.SendAsync(HttpMethod.Get, "/log/verifier-key")).Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken);

        var first = await WatchAsync(app, key.Trim());
        await app.SendAsync(HttpMethod.Post, "/api/v1/person-lookups", $$"""
            {"identityNumber":"{{app.ChildsNumber}}","purpose":"case","case":"{{app.Case}}"}
            """);
        var grown = await WatchAsync(app, key.Trim());
        var same = await WatchAsync(app, key.Trim());

        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.StartsWith("the first checkpoint: ", first.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (grown.Code, grown.Error));
        Assert.EndsWith(" are unchanged\n", grown.Output, StringComparison.Ordinal);
        Assert.Equal((0, "", ""), same);
    }

    private static async Task<(int Code, string Output, string Error)> WatchAsync(TestApp app, string key)
    {
        using var input = new MemoryStream();
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var code = await DelningsNavCommand.RunAsync(
            ["log", "watch", app.Address.ToString(), "--key", key, "--store", Path.Combine(app.Folder, "watched"), "--once"],
            new Surroundings(app.Clock, () => new SocketsHttpHandler { AllowAutoRedirect = false }, input, output, error, false));
        return (code, Encoding.UTF8.GetString(output.ToArray()).ReplaceLineEndings("\n"), error.ToString());
    }
}
