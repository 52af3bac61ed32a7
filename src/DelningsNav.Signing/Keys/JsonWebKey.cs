using System.Security.Cryptography;
using System.Text.Json;

namespace DelningsNav.Signing;

/// <summary>Public keys on curve P-256 as JSON (RFC 7517, RFC 7518 section 6.2).</summary>
internal static class JsonWebKey
{
    private const int CoordinateLength = 32;

    public static string Write(VerificationKey key) =>
        $$"""{"kty":"EC","crv":"P-256","x":"{{key.X}}","y":"{{key.Y}}","kid":"{{key.KeyId}}"}""";

    public static ECPoint ReadPoint(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var jwk = document.RootElement;
            if (jwk.ValueKind != JsonValueKind.Object || Text(jwk, "kty") != "EC" || Text(jwk, "crv") != "P-256")
            {
                throw new FormatException("the JSON Web Key must have `kty` EC and `crv` P-256");
            }

            return jwk.TryGetProperty("d", out _)
                ? throw new FormatException("the JSON Web Key holds a private key (`d`), which must never leave its owner")
                : new ECPoint { X = Coordinate(jwk, "x"), Y = Coordinate(jwk, "y") };
        }
        catch (JsonException)
        {
            throw new FormatException("the JSON Web Key is not JSON");
        }
    }

    private static string? Text(JsonElement jwk, string name) =>
        jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Coordinate(JsonElement jwk, string name) =>
        Text(jwk, name) is { } text && Base64Url.TryDecode(text, out var bytes) && bytes.Length == CoordinateLength
            ? bytes
            : throw new FormatException($"`{name}` of the JSON Web Key must be 32 bytes in base64url");
}
