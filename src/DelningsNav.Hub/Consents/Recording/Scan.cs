using System.Security.Cryptography;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Recording;

/// <summary>A scan of a signed paper. Its type is detected from its structure and never taken from the sender's statement.</summary>
/// <param name="MediaType"><c>application/pdf</c>, <c>image/jpeg</c> or <c>image/png</c>.</param>
/// <param name="Hash">The SHA-256 of the content, in lower-case hexadecimal.</param>
/// <param name="Content">The content.</param>
public sealed record Scan(string MediaType, string Hash, ReadOnlyMemory<byte> Content)
{
    /// <summary>The largest content in bytes.</summary>
    public const int Largest = 10 * 1024 * 1024;

    /// <summary>The SHA-256 of a content, in lower-case hexadecimal.</summary>
    internal static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>
    /// The scan with these bytes. Null when there are too many bytes, or when they are of a type that the hub does not accept.
    /// </summary>
    internal static Scan? Of(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        var type = FileKind.IsPdf(bytes) ? "application/pdf"
            : FileKind.IsJpeg(bytes) ? "image/jpeg"
            : FileKind.IsPng(bytes) ? "image/png"
            : null;
        return type is null || bytes.Length > Largest ? null : new Scan(type, HashOf(bytes), content);
    }
}

/// <summary>
/// The encrypted store of scans. Each scan is encrypted under the data key of its child, like the documents in the vault.
/// </summary>
/// <remarks>
/// A scan is stored as long as its recorded answer, and therefore at least as long as anything that was released under it. The database
/// refuses to delete the answer before the consent, and nothing in the hub tries to do so (ADR 0022). When a child's key is destroyed,
/// the child's scans become unreadable.
/// </remarks>
internal static class Scans
{
    /// <summary>Stores a scan, inside the caller's transaction.</summary>
    public static async Task PutAsync(
        HubDbContext db, RecordedAnswerId recorded, PersonId child, Scan scan, CancellationToken ct)
    {
        var key = (await db.KeyOfAsync(child, ct)).Key;
        var (connection, transaction) = db.Raw();
        await using var put = connection.CreateCommand();
        put.Transaction = transaction;
        put.CommandText = "INSERT INTO recorded_scans (recorded_answer_id, sealed) VALUES (@recorded, @sealed)";
        put.With("@recorded", recorded.Value).With("@sealed", key.Seal(scan.Content.Span, Purpose(recorded)));
        await put.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Returns the scan of a recorded answer, or null when it was destroyed with the child's key. The caller has checked that the reader
    /// may open it and has logged the opening.
    /// </summary>
    public static async Task<byte[]?> OpenAsync(HubDbContext db, RecordedAnswer recorded, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var (connection, transaction) = db.Raw();
        await using var find = connection.CreateCommand();
        find.Transaction = transaction;
        find.CommandText = "SELECT sealed FROM recorded_scans WHERE recorded_answer_id = @recorded";
        find.With("@recorded", recorded.Id.Value);
        return await find.ExecuteScalarAsync(ct) is byte[] stored
            && await db.Set<PersonKey>().SingleOrDefaultAsync(k => k.Person == recorded.Child, ct) is { } key
            ? key.Key.Open(stored, Purpose(recorded.Id))
            : null;
    }

    private static string Purpose(RecordedAnswerId recorded) => $"scan:{recorded.Value:N}";
}
