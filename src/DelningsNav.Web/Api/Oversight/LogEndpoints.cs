using System.Text;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using Microsoft.Net.Http.Headers;

namespace DelningsNav.Web.Api.Oversight;

/// <summary>The log as anybody may check it (C2SP tlog-tiles, ADR 0007). Nothing here names a person.</summary>
internal static class LogEndpoints
{
    private const string Note = "text/plain; charset=utf-8";
    private const string Bytes = "application/octet-stream";

    /// <summary>Maps the endpoints.</summary>
    public static void MapLog(this WebApplication app)
    {
        var log = app.MapGroup("/log").AllowAnonymous().WithTags("Log");
        log.MapGet("/checkpoint", CheckpointAsync)
            .WithName("ReadCheckpoint")
            .WithSummary("The log's signed head: origin, size and root (c2sp.org/tlog-checkpoint).")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        log.MapGet("/verifier-key", (LogProofs proofs) => TypedResults.Text(proofs.VerifierKey + "\n", Note))
            .WithName("ReadVerifierKey")
            .WithSummary("The public key that checks the log's signed heads. Keep it apart from the hub.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        log.MapGet("/tile/{**place}", TileAsync)
            .WithName("ReadTile")
            .WithSummary("A tile of the tree or a bundle of entries (c2sp.org/tlog-tiles).")
            .WithDescription("`place` is `<level>/<number>[.p/<width>]` or `entries/<number>[.p/<width>]`. An entry holds commitments only.")
            .Produces<Stream>(StatusCodes.Status200OK, Bytes)
            .Fails(Problems.NoSuchEntry);
        log.MapGet("/entries/{index:long}/proof", ProofAsync)
            .WithName("ReadProof")
            .WithSummary("The proof that an entry is in the log, with leaf and signed head, as a file that stands alone (c2sp.org/tlog-proof@v1).")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .Fails(Problems.NoSuchEntry);
    }

    private static async Task<IResult> CheckpointAsync(LogProofs proofs, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Text((await proofs.CheckpointAsync(ct)).ToString(), Note, Encoding.UTF8);
    }

    private static async Task<IResult> TileAsync(string place, LogProofs proofs, HttpResponse response, CancellationToken ct)
    {
        if (!TilePath.TryParse($"tile/{place}", out var tile) || await proofs.TileAsync(tile.Value, ct) is not { } bytes)
        {
            return Problems.NoSuchEntry.Say();
        }

        // A tile of a place and width never changes.
        response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(bytes, Bytes);
    }

    private static async Task<IResult> ProofAsync(long index, LogProofs proofs, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-cache";
        return await proofs.ProofFileAsync(index, ct) is { } proof
            ? TypedResults.Text(proof.ToString(), Note, Encoding.UTF8)
            : Problems.NoSuchEntry.Say();
    }
}
