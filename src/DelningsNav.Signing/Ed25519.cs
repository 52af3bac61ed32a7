using System.Runtime.InteropServices;

namespace DelningsNav.Signing;

/// <summary>Checks Ed25519 signatures through OpenSSL 3, because .NET does not have this algorithm.</summary>
internal static class Ed25519
{
    private const string LibCrypto = "libcrypto.so.3";
    internal const int KeyLength = 32;
    private const int SignatureLength = 64;
    private const int EvpPkeyEd25519 = 1087;

    /// <summary>Whether OpenSSL 3 is present. Where it is not, no signature can be checked.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && NativeLibrary.TryLoad(LibCrypto, out _);

    /// <summary>Makes a check with a raw public key of 32 bytes.</summary>
    public static SignatureCheck With(byte[] publicKey) => (signed, signature) => Verify(publicKey, signed, signature);

    /// <summary>
    /// Whether the key made the signature (RFC 8032). It is false where OpenSSL 3 is absent, because a signature that cannot be checked
    /// is not accepted.
    /// </summary>
    internal static bool Verify(byte[] publicKey, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (!IsSupported || publicKey.Length != KeyLength || signature.Length != SignatureLength)
        {
            return false;
        }

        var key = EVP_PKEY_new_raw_public_key(EvpPkeyEd25519, 0, publicKey, (nuint)publicKey.Length);
        var context = EVP_MD_CTX_new();
        try
        {
            // Both functions return 1 for success. Any other result is a failure.
            return key != 0 && context != 0
                && EVP_DigestVerifyInit(context, 0, 0, 0, key) == 1
                && EVP_DigestVerify(context, signature.ToArray(), (nuint)signature.Length, signed.ToArray(), (nuint)signed.Length) == 1;
        }
        finally
        {
            EVP_MD_CTX_free(context);
            EVP_PKEY_free(key);
        }
    }

    [DllImport(LibCrypto), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(LibCrypto), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(LibCrypto), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(LibCrypto), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(LibCrypto), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(LibCrypto), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestVerify(nint context, byte[] signature, nuint signatureLength, byte[] signed, nuint signedLength);
}
