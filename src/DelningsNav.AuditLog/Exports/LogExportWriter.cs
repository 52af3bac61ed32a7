using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>Writes a whole log to a file that anybody can check: one line of JSON for the head, then one for each entry.</summary>
/// <remarks>
/// <code>
///   {"format":"delningsnav-log-export@v1","origin":"…","checkpoint":"(signed note)","verifierKeys":["…"]}
///   {"index":0,"leaf":"(base64)","payload":{"fields":{…},"key":"…"}}
///   {"index":1,"leaf":"(base64)"}                                         an entry whose payload is erased
/// </code>
/// The entries must be exactly the entries that the checkpoint covers, in order. Memory use does not grow with the log.
/// </remarks>
public sealed class LogExportWriter : IDisposable
{
    private const int FlushAt = 1 << 16;
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Stream _output;
    private readonly long _size;
    private readonly ArrayBufferWriter<byte> _pending = new(FlushAt * 2);
    private readonly Utf8JsonWriter _json;
    private long _next;

    private LogExportWriter(Stream output, long size)
    {
        _output = output;
        _size = size;
        _json = new Utf8JsonWriter(_pending, Plain);
    }

    /// <summary>Begins an export with its head. The caller still owns the stream.</summary>
    public static async Task<LogExportWriter> StartAsync(
        Stream output, SignedCheckpoint checkpoint, IReadOnlyList<NoteVerifier> keys, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var writer = new LogExportWriter(output, checkpoint.Checkpoint.Size);
        new LogExportHeader(checkpoint.Checkpoint.Origin, checkpoint, keys).WriteTo(writer._json);
        await writer.EndLineAsync(ct);
        return writer;
    }

    /// <summary>Writes the next entry as it is stored. The payload is null when it is erased.</summary>
    /// <remarks>
    /// Nothing is repaired: a damaged leaf or payload is exported unchanged, for the verifier to find.
    /// A payload that is not canonical is written as base64.
    /// </remarks>
    /// <exception cref="InvalidOperationException">All entries of the checkpoint are written already.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> leaf, byte[]? payload, CancellationToken ct)
    {
        if (_next == _size)
        {
            throw new InvalidOperationException($"the checkpoint covers {_size} entries and no more");
        }

        _json.WriteStartObject();
        _json.WriteNumber("index", _next++);
        _json.WriteBase64String("leaf", leaf.Span);
        if (payload is not null)
        {
            _json.WritePropertyName("payload");
            if (EntryPayload.TryParse(payload, out _))
            {
                _json.WriteRawValue(payload, skipInputValidation: true);
            }
            else
            {
                _json.WriteBase64StringValue(payload);
            }
        }

        _json.WriteEndObject();
        await EndLineAsync(ct);
    }

    /// <summary>Writes the part that is still in memory.</summary>
    /// <exception cref="InvalidOperationException">Entries of the checkpoint are missing.</exception>
    public async Task FinishAsync(CancellationToken ct)
    {
        if (_next != _size)
        {
            throw new InvalidOperationException($"the checkpoint covers {_size} entries, but {_next} are written");
        }

        await FlushAsync(ct);
        await _output.FlushAsync(ct);
    }

    /// <summary>Frees the writer's memory. It does not finish the export and does not close the stream.</summary>
    public void Dispose() => _json.Dispose();

    private async ValueTask EndLineAsync(CancellationToken ct)
    {
        _json.Flush();
        _json.Reset();
        _pending.Write("\n"u8);
        if (_pending.WrittenCount >= FlushAt)
        {
            await FlushAsync(ct);
        }
    }

    private async ValueTask FlushAsync(CancellationToken ct)
    {
        await _output.WriteAsync(_pending.WrittenMemory, ct);
        _pending.ResetWrittenCount();
    }
}
