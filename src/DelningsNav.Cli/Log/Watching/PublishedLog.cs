using System.Net;
using DelningsNav.AuditLog;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Cli.Log.Watching;

/// <summary>What a hub answered when it was asked for its checkpoint. There are no other answers than the types below.</summary>
internal abstract record FetchedCheckpoint
{
    private FetchedCheckpoint()
    {
    }

    /// <summary>A checkpoint that a known key signed.</summary>
    internal sealed record Signed(SignedCheckpoint Checkpoint) : FetchedCheckpoint;

    /// <summary>A checkpoint that no known key signed.</summary>
    internal sealed record NotSigned(string Why) : FetchedCheckpoint;

    /// <summary>No checkpoint: the hub could not be reached, or answered something else.</summary>
    internal sealed record Missing(string Why) : FetchedCheckpoint;
}

/// <summary>The log as a hub publishes it under <c>/log</c>. Checkpoints are verified with keys that were obtained separately.</summary>
internal sealed class PublishedLog(HttpClient http, Uri hub, IReadOnlyList<NoteVerifier> keys)
{
    /// <summary>The longest time that one answer may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The longest answer that is read. A checkpoint with many signatures has some thousand bytes, and a tile 8,192.</summary>
    internal const int LongestAnswer = 65_536;

    /// <summary>The hub's address, for messages.</summary>
    internal string Address => hub.GetLeftPart(UriPartial.Authority);

    /// <summary>Asks the hub for its checkpoint and verifies the signature.</summary>
    internal async Task<FetchedCheckpoint> CheckpointAsync(CancellationToken ct)
    {
        var answer = await GetAsync("checkpoint", ct);
        if (answer.Bytes is not { } bytes)
        {
            return new FetchedCheckpoint.Missing(answer.Why);
        }

        // Bytes that are not UTF-8 become replacement characters, which no signature covers.
        if (!SignedCheckpoint.TryParse(System.Text.Encoding.UTF8.GetString(bytes), out var signed))
        {
            return new FetchedCheckpoint.Missing($"{Address} answered with something else than a signed checkpoint");
        }

        var origin = signed.Checkpoint.Origin;
        return keys.Any(key => key.Name == origin)
            ? signed.Verify(keys) is NoteVerdict.SignedBy
                ? new FetchedCheckpoint.Signed(signed)
                : new FetchedCheckpoint.NotSigned($"the checkpoint of {Address} is not signed by the log's key")
            : new FetchedCheckpoint.NotSigned($"the checkpoint of {Address} is of the log `{origin}`, and not of `{keys[0].Name}`");
    }

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
