using System.Text;
using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using Microsoft.Net.Http.Headers;

namespace DelningsNav.Web.Api.Oversight;

/// <summary>
/// The log, open for anybody to verify (C2SP tlog-tiles, ADR 0007). Nothing here names a person, and the entries themselves are open only
/// to those whom <see cref="OpenEntries"/> lets in.
/// </summary>
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
            .WithSummary("Returns the log's signed head: origin, size and root (c2sp.org/tlog-checkpoint).")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        log.MapGet("/verifier-key", (LogProofs proofs) => TypedResults.Text(proofs.VerifierKey + "\n", Note))
            .WithName("ReadVerifierKey")
            .WithSummary("Returns the public key that verifies the log's signed heads. Store it outside the hub.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        log.MapGet("/keys", Keys)
            .WithName("ReadKeyStatements")
            .WithSummary("Returns the signed statements about the hub's keys: which key signs what, from when until when.")
            .WithDescription(
                "Each is a signed note (c2sp.org/signed-note) by the log's keys. Who trusts a key of the log can follow from it to the "
                + "keys after it, and to those of receipts, policy sets and events.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        log.MapGet("/tile/{**place}", TileAsync)
            .WithName("ReadTile")
            .WithSummary("Returns a tile of the tree or a bundle of entries (c2sp.org/tlog-tiles).")
            .WithDescription(
                "`place` is `<level>/<number>[.p/<width>]` or `entries/<number>[.p/<width>]`. Tiles of hashes are open to anybody. Bundles "
                + "of entries take the signature of a system with the operation `oversight`, unless the hub has opened them to all; an "
                + "entry has its kind, its minute and one commitment.")
            .Produces<Stream>(StatusCodes.Status200OK, Bytes)
            .Fails(Problems.NoSuchEntry, Problems.EntriesNotOpen);
        log.MapGet("/entries/{index:long}/proof", ProofAsync)
            .WithName("ReadProof")
            .WithSummary(
                "Returns the proof that an entry is in the log, with leaf and signed head, as one self-contained file "
                + "(c2sp.org/tlog-proof@v1).")
            .WithDescription("The leaf is left out for a caller that may not read bundles of entries.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .Fails(Problems.NoSuchEntry);
    }

    private static IResult Keys(LogProofs proofs, HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Text(proofs.KeyStatements, Note, Encoding.UTF8);
    }

    private static async Task<IResult> CheckpointAsync(LogProofs proofs, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Text((await proofs.CheckpointAsync(ct)).ToString(), Note, Encoding.UTF8);
    }

    private static async Task<IResult> TileAsync(
        string place, LogProofs proofs, OpenEntries entries, HttpContext http, CancellationToken ct)
    {
        if (!TilePath.TryParse($"tile/{place}", out var tile))
        {
            return Problems.NoSuchEntry.Say();
        }

        var isOpen = tile.Value.Level is not null || await entries.AreOpenToAllAsync(ct);
        if (!isOpen && await entries.RefusalAsync(http) is { } refusal)
        {
            return refusal;
        }

        if (await proofs.TileAsync(tile.Value, ct) is not { } bytes)
        {
            return Problems.NoSuchEntry.Say();
        }

        // A tile of a given place and width never changes. What is not open to anybody, no cache may keep for somebody else.
        http.Response.Headers[HeaderNames.CacheControl] = isOpen ? "public, max-age=31536000, immutable" : "no-store";
        return TypedResults.Bytes(bytes, Bytes);
    }

    private static async Task<IResult> ProofAsync(
        long index, LogProofs proofs, OpenEntries entries, HttpContext http, CancellationToken ct)
    {
        var isOpen = await entries.AreOpenToAllAsync(ct);
        var mayRead = isOpen || await entries.RefusalAsync(http) is null;
        http.Response.Headers.CacheControl = isOpen ? "no-cache" : "no-store";
        return await proofs.ProofFileAsync(index, mayRead, ct) is { } proof
            ? TypedResults.Text(proof.ToString(), Note, Encoding.UTF8)
            : Problems.NoSuchEntry.Say();
    }
}
