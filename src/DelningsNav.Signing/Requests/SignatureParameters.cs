using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>The parameters of one signature, checked against the profile.</summary>
internal sealed record SignatureParameters(DateTimeOffset Created, DateTimeOffset? Expires, string KeyId, string Nonce, string? Algorithm)
{
    private const int KeyIdLength = 43;

    // 22 characters of base64 are 132 bits. The upper limit restricts the storage that nonces need.
    private const int ShortestNonce = 22;
    private const int LongestNonce = 128;

    private static readonly SearchValues<char> NonceCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_+/=");

    public static bool TryRead(
        FieldParameters parameters, [NotNullWhen(true)] out SignatureParameters? read, [NotNullWhen(false)] out string? problem)
    {
        read = null;
        DateTimeOffset? created = null, expires = null;
        string? keyId = null, nonce = null, algorithm = null;
        foreach (var (key, value) in parameters)
        {
            switch (key, value)
            {
                case ("created", BareItem.Integer seconds):
                    created = Moment(seconds);
                    break;
                case ("expires", BareItem.Integer seconds):
                    expires = Moment(seconds);
                    break;
                case ("keyid", BareItem.String id):
                    keyId = id.Value;
                    break;
                case ("nonce", BareItem.String random):
                    nonce = random.Value;
                    break;
                case ("alg", BareItem.String name):
                    algorithm = name.Value;
                    break;
                case ("tag", BareItem.String):
                    break;
                default:
                    problem = $"signature parameter `{key}` is not part of the profile or has the wrong type";
                    return false;
            }
        }

        problem = parameters.HasRepeatedKeys ? "a signature parameter is given twice"
            : created is null ? "the signature has no usable parameter `created`"
            : keyId is null || !IsKeyId(keyId) ? "the parameter `keyid` must be the key's thumbprint, 43 characters of base64url"
            : nonce is null
                || !IsNonce(nonce) ? "the parameter `nonce` must be at least 128 random bits: 22 to 128 characters of base64 or base64url"
            : expires < created ? "the parameter `expires` lies before `created`"
            : null;
        read = problem is null ? new SignatureParameters(created!.Value, expires, keyId!, nonce!, algorithm) : null;
        return read is not null;
    }

    public static bool IsNonce(string nonce) =>
        nonce.Length is >= ShortestNonce and <= LongestNonce && !nonce.AsSpan().ContainsAnyExcept(NonceCharacters);

    private static bool IsKeyId(string keyId) =>
        keyId.Length == KeyIdLength && keyId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    // A time outside the calendar's range counts as absent. The margin ensures that adding the window stays in range.
    private static DateTimeOffset? Moment(BareItem.Integer seconds) =>
        seconds.Value is >= 0 and <= 250_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
