using System.Net;
using DelningsNav.AuditLog;

namespace DelningsNav.Cli.Log.Watching;

/// <summary>What a hub answered when it was asked for its checkpoint. There are no other answers than the types below.</summary>
internal abstract record FetchedCheckpoint
{
    private FetchedCheckpoint()
    {
    }

    /// <summary>A checkpoint, of which nothing is verified yet.</summary>
    internal sealed record Shown(SignedCheckpoint Checkpoint) : FetchedCheckpoint;

    /// <summary>No checkpoint: the hub could not be reached, or answered something else.</summary>
    internal sealed record Missing(string Why) : FetchedCheckpoint;
}

/// <summary>The log as a hub publishes it under <c>/log</c>. Nothing is verified here.</summary>
internal sealed class PublishedLog(HttpClient http, Uri hub)
{
    /// <summary>The longest time that one answer may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The longest answer that is read. A checkpoint with many signatures has some thousand bytes, and a tile 8,192.</summary>
    internal const int LongestAnswer = 65_536;

    /// <summary>The hub's address, for messages.</summary>
    internal string Address => hub.GetLeftPart(UriPartial.Authority);

    /// <summary>Asks the hub for its checkpoint.</summary>
    internal async Task<FetchedCheckpoint> CheckpointAsync(CancellationToken ct)
    {
        var answer = await GetAsync("checkpoint", ct);
        if (answer.Bytes is not { } bytes)
        {
            return new FetchedCheckpoint.Missing(answer.Why);
        }

        // Bytes that are not UTF-8 become replacement characters, which no signature covers.
        return SignedCheckpoint.TryParse(System.Text.Encoding.UTF8.GetString(bytes), out var signed)
            ? new FetchedCheckpoint.Shown(signed)
            : new FetchedCheckpoint.Missing($"{Address} answered with something else than a signed checkpoint");
    }

    /// <summary>The hub's list of keys, or null when it shows none.</summary>
    internal async Task<string?> KeysAsync(CancellationToken ct) =>
        (await GetAsync("keys", ct)).Bytes is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The hashes of a tile, or null together with the reason. Nothing is proved about them here.</summary>
    internal async Task<(IReadOnlyList<MerkleHash>? Hashes, string Why)> TileAsync(TilePath tile, CancellationToken ct)
    {
        var answer = await GetAsync(tile.ToString(), ct);
        return answer.Bytes is not { } bytes ? (null, answer.Why)
            : HashTile.Decode(bytes, tile.Width) is { } hashes ? (hashes, "")
            : (null, $"{Address} answered `{tile}` with {bytes.Length} bytes instead of {tile.Width * MerkleHash.Length}");
    }

    private async Task<(byte[]? Bytes, string Why)> GetAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hub, $"log/{path}"));
        request.Headers.CacheControl = new() { NoCache = true };
        try
        {
            using var response = await http.SendAsync(request, ct);
            return response.StatusCode == HttpStatusCode.OK
                ? (await response.Content.ReadAsByteArrayAsync(ct), "")
                : (null, $"{Address} answered `{path}` with status {(int)response.StatusCode}");
        }
        catch (HttpRequestException broken)
        {
            return (null, $"{Address} could not be reached for `{path}`: {broken.Message.ReplaceLineEndings(" ")}");
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, $"{Address} did not answer `{path}` within {Patience.TotalSeconds} seconds");
        }
    }
}
