using System.Security.Cryptography;
using DelningsNav.Signing.StructuredFields;

namespace DelningsNav.Signing;

/// <summary>The result of comparing a body with its Content-Digest field.</summary>
public enum DigestComparison
{
    /// <summary>There is at least one digest of a known algorithm, and every such digest matches the body.</summary>
    Equal,

    /// <summary>At least one digest of a known algorithm does not match the body.</summary>
    Different,

    /// <summary>The field is malformed, or names neither sha-256 nor sha-512.</summary>
    Unusable,
}

/// <summary>The field in the head of a message that contains the digest of the body (RFC 9530).</summary>
public static class ContentDigest
{
    /// <summary>The field's name.</summary>
    public const string FieldName = "content-digest";

    /// <summary>The field's value for a body, by SHA-256.</summary>
    public static string Sha256(ReadOnlySpan<byte> body) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:";

    /// <summary>The field's value for a body, by SHA-512.</summary>
    public static string Sha512(ReadOnlySpan<byte> body) => $"sha-512=:{Convert.ToBase64String(SHA512.HashData(body))}:";

    /// <summary>Compares a body with a received field in constant time.</summary>
    public static DigestComparison Compare(string field, ReadOnlySpan<byte> body)
    {
        if (!FieldDictionary.TryParse(field, out var digests) || digests.HasRepeatedKeys)
        {
            return DigestComparison.Unusable;
        }

        Span<byte> actual = stackalloc byte[SHA512.HashSizeInBytes];
        var known = 0;
        var equal = true;
        foreach (var (algorithm, member) in digests)
        {
            var length = algorithm switch
            {
                "sha-256" => SHA256.HashData(body, actual),
                "sha-512" => SHA512.HashData(body, actual),
                _ => 0,
            };
            if (length == 0)
            {
                continue;
            }

            if (member is not Item { Value: BareItem.ByteSequence expected })
            {
                return DigestComparison.Unusable;
            }

            known++;
            equal &= CryptographicOperations.FixedTimeEquals(expected.Value.Span, actual[..length]);
        }

        return known == 0 ? DigestComparison.Unusable : equal ? DigestComparison.Equal : DigestComparison.Different;
    }
}
