using System.Security.Cryptography;
using System.Text;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog.Tests.Exports;

/// <summary>A small log with its key, and its export as lines to tamper with.</summary>
internal sealed class SampleLog : IDisposable
{
    internal const string Origin = "nav.example/stad/audit";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly int _version;

    internal SampleLog(int entries, int version = EntryLeaf.CurrentVersion)
    {
        _version = version;
        Signer = new NoteSigner(Origin, _key);
        for (var i = 0; i < entries; i++)
        {
            Append("release", $"skola-{i}");
        }
    }

    internal NoteSigner Signer { get; }

    internal LogTrust Trust => new() { Keys = [Signer.Verifier] };

    internal List<LogEntry> Entries { get; } = [];

    /// <summary>The payloads' bytes, null where one is erased.</summary>
    internal List<byte[]?> Payloads { get; } = [];

    public void Dispose() => _key.Dispose();

    internal void Append(string kind, string caller)
    {
        var at = DateTimeOffset.UnixEpoch.AddSeconds(Entries.Count);
        KeyValuePair<string, string>[] fields = [new("caller", caller), new("subject", "201202032386")];
        Entries.Add(_version == 1
            ? LogEntry.MakeFirst(at, kind, "permit", "1", fields, RandomNumberGenerator.GetBytes(EntryPayload.KeyLength))
            : LogEntry.Make(at, kind, "permit", "1", fields));
        Payloads.Add(Entries[^1].Payload.ToBytes());
    }

    internal SignedCheckpoint Checkpoint(int? size = null) => new Checkpoint(
        Origin, size ?? Entries.Count, MerkleTree.Root(Entries.Take(size ?? Entries.Count).Select(e => e.Leaf.Hash))).Sign(Signer);

    internal async Task<byte[]> ExportAsync(SignedCheckpoint? checkpoint = null)
    {
        var ct = TestContext.Current.CancellationToken;
        using var stream = new MemoryStream();
        using var writer = await LogExportWriter.StartAsync(stream, checkpoint ?? Checkpoint(), [Signer.Verifier], ct);
        for (var i = 0; i < Entries.Count; i++)
        {
            await writer.WriteAsync(Entries[i].Leaf.ToBytes(), Payloads[i], ct);
        }

        await writer.FinishAsync(ct);
        return stream.ToArray();
    }

    internal async Task<List<string>> LinesAsync() => [.. Encoding.UTF8.GetString(await ExportAsync()).TrimEnd('\n').Split('\n')];

    internal static Task<LogExportVerdict> VerifyAsync(IEnumerable<string> lines, LogTrust trust) =>
        VerifyAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), trust);

    internal static async Task<LogExportVerdict> VerifyAsync(byte[] export, LogTrust trust)
    {
        using var stream = new MemoryStream(export);
        return await LogExportVerifier.VerifyAsync(stream, trust, progress: null, TestContext.Current.CancellationToken);
    }
}
