using System.Security.Cryptography;

namespace DelningsNav.Signing;

/// <summary>Whether a signature over these bytes is valid, by one key and one algorithm.</summary>
internal delegate bool SignatureCheck(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

/// <summary>The algorithms of RFC 9421 section 3.3. The profile chooses by the registered key, never by what a message says.</summary>
internal static class SignatureChecks
{
    /// <summary>
    /// The salt that RFC 9421 section 3.3.1 demands is as long as the hash, which is what .NET's PSS means by its default.
    /// </summary>
    public static SignatureCheck RsaPssSha512(RSA key) =>
        (signed, signature) => key.VerifyData(signed, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pss);

    public static SignatureCheck RsaPkcs1Sha256(RSA key) =>
        (signed, signature) => key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static SignatureCheck HmacSha256(byte[] secret) =>
        (signed, signature) => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, signed), signature);
}
