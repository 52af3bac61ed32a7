using System.Security.Cryptography;

namespace DelningsNav.Signing;

/// <summary>One-time values for signatures.</summary>
public static class Nonce
{
    private const int Length = 18;

    /// <summary>144 bits of the operating system's randomness, as 24 characters of base64url.</summary>
    public static string Create() => Base64Url.Encode(RandomNumberGenerator.GetBytes(Length));
}
