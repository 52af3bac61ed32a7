using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using DelningsNav.Hub.Tests;

namespace DelningsNav.Benchmarks;

/// <summary>The official Cedar build in a node process of its own; <c>tests/interop/cedar-rate.mjs</c> is the other end.</summary>
internal sealed class OfficialCedar : IDisposable
{
    private static readonly string Folder = Path.Combine(TestHub.Root, "tests", "interop");

    private readonly Process _node;

    public OfficialCedar()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            throw new InvalidOperationException($"the official Cedar build is not here; run `npm ci` in {Folder}");
        }

        _node = Process.Start(new ProcessStartInfo("node", "cedar-rate.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Hands over policies by id and named lists of calls; returns the result of each call, list by list.</summary>
    public Task<JsonNode> PrepareAsync(JsonObject policies, JsonObject calls) =>
        AskAsync(new JsonObject { ["policies"] = policies, ["calls"] = calls });

    /// <summary>Decides the calls of a list again and again until the time has passed, as the other process measures it.</summary>
    public async Task<Rate> RunAsync(string list, TimeSpan time)
    {
        var answer = await AskAsync(new JsonObject { ["list"] = list, ["milliseconds"] = (long)time.TotalMilliseconds });
        return new Rate(answer["count"]!.GetValue<long>(), answer["seconds"]!.GetValue<double>());
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }

    private async Task<JsonNode> AskAsync(JsonObject question)
    {
        await _node.StandardInput.WriteLineAsync(question.ToJsonString(JsonSerializerOptions.Default));
        await _node.StandardInput.FlushAsync();
        var line = await _node.StandardOutput.ReadLineAsync();
        return line is null ? throw new InvalidOperationException("the node process ended without an answer") : JsonNode.Parse(line)!;
    }
}
