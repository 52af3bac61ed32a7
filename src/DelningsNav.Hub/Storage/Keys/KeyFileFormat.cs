using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DelningsNav.AuditLog;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>
/// The key file as JSON. The first form, with one key of each kind, is read for ever; the first rotation writes the new one (ADR 0042).
/// </summary>
internal static class KeyFileFormat
{
    private const string Format = "delningsnav-hub-keys@v2";
    private const string Damaged = "lacks a key or contains one of the wrong length";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<KeyPurpose>(JsonNamingPolicy.CamelCase) },
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>The file of these keys.</summary>
    public static byte[] Write(RootKeys keys) =>
        JsonSerializer.SerializeToUtf8Bytes(new SecondForm(Format, keys.Wrapping, keys.Index, keys.Signing), Json);

    /// <summary>Reads a file of either form.</summary>
    /// <exception cref="FormatException">The file has no usable keys. The message goes after the file's name.</exception>
    public static RootKeys Read(byte[] file)
    {
        try
        {
            using var document = JsonDocument.Parse(file);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var format)
                ? format.GetString() == Format
                    ? Checked(root.Deserialize<SecondForm>(Json)!)
                    : throw new FormatException("was written by a newer version of the hub: run that version, if not")
                : OfFirst(root.Deserialize<FirstForm>());
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new FormatException("cannot be read as keys", cause);
        }
        catch (Exception cause) when (cause is CryptographicException or ArgumentException)
        {
            throw new FormatException(Damaged, cause);
        }
    }

    private static RootKeys OfFirst(FirstForm? first) =>
        first is { Wrapping.Length: WrappingKey.Length, Index.Length: WrappingKey.Length, LogSigningKey.Length: > 0 }
            ? RootKeys.OfFirstForm(first.Wrapping, first.Index, first.LogSigningKey)
            : throw new FormatException(Damaged);

    // Every purpose has at least one key that signs, and no key without a private half has no end.
    private static RootKeys Checked(SecondForm read)
    {
        if (read is not { Wrapping: { Count: > 0 } wrapping, Index: { Length: WrappingKey.Length } index, Signing: { } signing }
            || !wrapping.All(key => key is { Secret.Length: WrappingKey.Length })
            || !signing.All(key => key is { PublicKey.Length: > 0 } && (key.PrivateKey is not null || key.Until is not null))
            || !Enum.GetValues<KeyPurpose>().All(purpose => signing.Any(key => key.Purpose == purpose && key.Until is null)))
        {
            throw new FormatException(Damaged);
        }

        foreach (var key in signing.Where(key => key.PrivateKey is not null))
        {
            if (!HubSigningKey.Of(key.Purpose, key.PrivateKey!, key.From).PublicKey.AsSpan().SequenceEqual(key.PublicKey))
            {
                throw new FormatException("has a private key that does not belong to its public key");
            }
        }

        return new RootKeys { Wrapping = [.. wrapping.OrderBy(key => key.From)], Index = index, Signing = signing };
    }

    private sealed record FirstForm(byte[]? Wrapping, byte[]? Index, string? LogSigningKey);

    private sealed record SecondForm(
        string Format, IReadOnlyList<WrappingKey>? Wrapping, byte[]? Index, IReadOnlyList<HubSigningKey>? Signing);
}
