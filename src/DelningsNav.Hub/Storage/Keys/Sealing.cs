using System.Security.Cryptography;
using System.Text;

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
