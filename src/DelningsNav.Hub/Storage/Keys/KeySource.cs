using System.Security.Cryptography;
using System.Text.Json;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>The source of the hub's root keys: a file by default, a key vault in production.</summary>
public interface IKeySource
{
    /// <summary>The root keys.</summary>
    /// <exception cref="KeySourceException">The keys cannot be read, or are invalid.</exception>
    Task<RootKeys> ReadAsync(CancellationToken ct);
}

/// <summary>The hub's root keys. Anyone who has them can read everything that the hub stores.</summary>
/// <param name="Wrapping">The key that encrypts data keys; 32 bytes (AES-256-GCM).</param>
/// <param name="Index">The key for the keyed indexes of identity numbers and for the tokens of log entries; 32 bytes
/// (HMAC-SHA-256).</param>
/// <param name="LogSigningKey">The key that signs the log's checkpoints; an ECDSA P-256 key (PKCS#8, PEM).</param>
public sealed record RootKeys(byte[] Wrapping, byte[] Index, string LogSigningKey)
{
    /// <summary>New keys from the operating system's random source.</summary>
    public static RootKeys Create()
    {
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), signing.ExportPkcs8PrivateKeyPem());
    }
}

/// <summary>The root keys are unavailable. The hub does not start without them.</summary>
public sealed class KeySourceException : Exception
{
    /// <summary>Creates the exception. The message says what is wrong and what to do.</summary>
    public KeySourceException(string message)
        : base(message) { }

    /// <summary>Creates the exception with its cause.</summary>
    public KeySourceException(string message, Exception cause)
        : base(message, cause) { }
}

/// <summary>Root keys in a file that only its owner may read. The file is created at the first start.</summary>
public sealed class KeyFile(string path) : IKeySource
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <inheritdoc/>
    public async Task<RootKeys> ReadAsync(CancellationToken ct)
    {
        try
        {
            if (!File.Exists(path))
            {
                await CreateAsync(ct);
            }

            AssertPrivate();
            await using var file = File.OpenRead(path);
            var keys = await JsonSerializer.DeserializeAsync<RootKeys>(file, cancellationToken: ct);
            return keys is { Wrapping.Length: 32, Index.Length: 32 } && !string.IsNullOrEmpty(keys.LogSigningKey)
                ? keys
                : throw new KeySourceException(
                    $"the key file `{path}` lacks a key or contains one of the wrong length; restore it from its backup");
        }
        catch (JsonException cause)
        {
            throw new KeySourceException($"the key file `{path}` cannot be read as keys; restore it from its backup", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new KeySourceException($"the key file `{path}` cannot be read or made: {cause.Message}", cause);
        }
    }

    // Somebody else who can read the keys can read everything that the hub stores, and may already have done so.
    private void AssertPrivate()
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new KeySourceException(
                $"the key file `{path}` can be read by others than its owner; run `chmod 600 {path}`, and replace the keys if others have "
                + "accounts on this machine");
        }
    }

    // The file is written completely next to its final place, flushed, and then moved there. A crash therefore leaves no half-written file,
    // which would make the data unreadable. Of several nodes that start for the first time on one folder, one moves its file there, and the
    // others use that file.
    private async Task CreateAsync(CancellationToken ct)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = $"{path}.{Path.GetRandomFileName()}.new";
        try
        {
            await using (var file = new FileStream(draft, PrivateFile.New(FileMode.CreateNew)))
            {
                await JsonSerializer.SerializeAsync(file, RootKeys.Create(), cancellationToken: ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
