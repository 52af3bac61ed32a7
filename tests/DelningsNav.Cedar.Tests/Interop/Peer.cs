using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>The official Cedar build in a node process of its own, called in batches.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _node;

    private Peer(string folder) => _node = Process.Start(new ProcessStartInfo("node", "peer.mjs")
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>The folder of the peer with its packages, or null when the packages or node are not installed.</summary>
    public static string? Folder
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var peers = Path.Combine(folder.FullName, "tests", "interop");
                if (File.Exists(Path.Combine(folder.FullName, "DelningsNav.sln")))
                {
                    return HasNode && Directory.Exists(Path.Combine(peers, "node_modules", "@cedar-policy", "cedar-wasm")) ? peers : null;
                }
            }

            return null;
        }
    }

    private static bool HasNode => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(
        folder => File.Exists(Path.Combine(folder, "node")));

    public static Peer Start(string folder) => new(folder);

    /// <summary>A call of one of the official functions.</summary>
    public static string Call(string function, params IEnumerable<JsonNode> arguments) =>
        string.Join('\t', arguments.Select(a => a.ToJsonString()).Prepend(function));

    /// <summary>Answers each call, in order. Calls are written while answers are read, so that neither pipe fills up.</summary>
    public async Task<JsonElement[]> AskAsync(IReadOnlyList<string> calls)
    {
        var writing = Task.Run(async () =>
        {
            foreach (var call in calls)
            {
                await _node.StandardInput.WriteAsync(call + "\n");
            }

            await _node.StandardInput.FlushAsync();
        });
        var answers = new JsonElement[calls.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var line = await _node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(
                $"the official build ended while answering: {calls[i]}");
            answers[i] = JsonElement.Parse(line);
        }

        await writing;
        return answers;
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        if (!_node.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _node.Kill();
        }

        _node.Dispose();
    }
}
