using System.Security.Cryptography;
using System.Text;
using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Storage.Keys;

/// <summary>Encryption with AES-256-GCM. The result is a new 96-bit nonce, then the ciphertext, then the 128-bit tag.</summary>
internal static class Sealing
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Encrypts. The purpose is also authenticated, so that a sealed value cannot be used for another purpose.</summary>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string purpose)
    {
        var sealedBytes = new byte[NonceLength + plain.Length + TagLength];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            nonce, plain, sealedBytes.AsSpan(NonceLength, plain.Length), sealedBytes.AsSpan(NonceLength + plain.Length),
            Encoding.UTF8.GetBytes(purpose));
        return sealedBytes;
    }

    /// <summary>Decrypts a value that <see cref="Seal"/> made with the same key and purpose.</summary>
    /// <exception cref="CryptographicException">The key or the purpose is different, or the bytes were changed.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        if (sealedBytes.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("a sealed value is too short");
        }

        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(
            sealedBytes[..NonceLength], sealedBytes[NonceLength..^TagLength], sealedBytes[^TagLength..], plain,
            Encoding.UTF8.GetBytes(purpose));
        return plain;
    }
}

/// <summary>Encrypts values and creates keyed indexes and tokens, with the hub's root keys.</summary>
public sealed class HubKeys
{
    private readonly RootKeys _root;
    private readonly byte[] _stateKey;

    /// <summary>Takes the root keys.</summary>
    public HubKeys(RootKeys root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _root = root;
        _stateKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, root.Wrapping, 32, info: "delningsnav state seals"u8.ToArray());
    }

    internal string LogSigningKey => _root.LogSigningKey;

    /// <summary>
    /// An identity number in the form in which it may be stored for a person. It cannot be opened as another person's number.
    /// </summary>
    public SealedNumber Seal(IdentityNumber number, PersonId person)
    {
        ArgumentNullException.ThrowIfNull(number);
        return new(Sealing.Seal(_root.Wrapping, Encoding.UTF8.GetBytes(number.Reveal()), Identity(person)), IndexOf(number));
    }

    /// <summary>The keyed index by which a stored number is found.</summary>
    public byte[] IndexOf(IdentityNumber number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return Keyed("identity:" + number.Reveal());
    }

    /// <summary>Decrypts a stored number. Only for the person whose number it is, or a person with a right to it.</summary>
    /// <exception cref="CryptographicException">The value is not this person's number.</exception>
    public IdentityNumber Open(byte[] sealedNumber, PersonId person) =>
        IdentityNumber.TryParse(Encoding.UTF8.GetString(Sealing.Open(_root.Wrapping, sealedNumber, Identity(person))), out var number)
            ? number
            : throw new CryptographicException("a stored value is not a valid identity number");

    /// <summary>The seal over the digest of a subject's rows.</summary>
    internal byte[] StateSeal(Guid subject, byte[] digest)
    {
        byte[] text = [.. subject.ToByteArray(), .. digest];
        return HMACSHA256.HashData(_stateKey, text);
    }

    /// <summary>
    /// The token by which the log entries about something are found. It has 16 bytes, which reveal nothing without the hub's key.
    /// </summary>
    internal byte[] Token(string kind, Guid id) => Keyed($"{kind}:{id:N}")[..16];

    /// <summary>The hash by which the session with this secret is found. It cannot be computed without the hub's key.</summary>
    internal byte[] SessionHash(string secret) => Keyed("session-secret:" + secret);

    internal byte[] Wrap(byte[] dataKey, string purpose) => Sealing.Seal(_root.Wrapping, dataKey, purpose);

    internal byte[] Unwrap(byte[] wrapped, string purpose) => Sealing.Open(_root.Wrapping, wrapped, purpose);

    internal byte[] SealText(string text, string purpose) => Sealing.Seal(_root.Wrapping, Encoding.UTF8.GetBytes(text), purpose);

    internal string OpenText(byte[] sealedText, string purpose) =>
        Encoding.UTF8.GetString(Sealing.Open(_root.Wrapping, sealedText, purpose));

    private static string Identity(PersonId person) => $"identity:{person.Value:N}";

    private byte[] Keyed(string text) => HMACSHA256.HashData(_root.Index, Encoding.UTF8.GetBytes(text));
}
