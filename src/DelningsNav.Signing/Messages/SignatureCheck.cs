using System.Security.Cryptography;

namespace DelningsNav.Signing;

/// <summary>Checks whether a signature over these bytes is valid, with one key and one algorithm.</summary>
internal delegate bool SignatureCheck(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

/// <summary>
/// The algorithms of RFC 9421 section 3.3. The profile chooses the algorithm by the registered key, never by the content of a message.
/// </summary>
internal static class SignatureChecks
{
    /// <summary>
    /// The salt that RFC 9421 section 3.3.1 demands is as long as the hash. That is also the default of .NET's PSS.
    /// </summary>
    public static SignatureCheck RsaPssSha512(RSA key) =>
        (signed, signature) => key.VerifyData(signed, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pss);

    public static SignatureCheck RsaPkcs1Sha256(RSA key) =>
        (signed, signature) => key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static SignatureCheck HmacSha256(byte[] secret) =>
        (signed, signature) => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, signed), signature);
}
