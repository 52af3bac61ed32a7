using System.Security.Cryptography;

namespace DelningsNav.AuditLog;

/// <summary>A field's value as it is in a leaf: bound, but not readable.</summary>
/// <remarks>
/// HMAC-SHA-256 under the entry's own key over name, zero byte and UTF-8 value. With the key, which is in the payload,
/// the value is proved; once the key is erased nobody can test a guess, not even a guess out of few candidates. The key
/// is fresh for each entry, so that equal values of two entries do not look equal.
/// </remarks>
public sealed class FieldCommitment
{
    /// <summary>The length in bytes.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _commitment;

    internal FieldCommitment(string field, ReadOnlySpan<byte> commitment)
    {
        Field = field;
        _commitment = commitment.ToArray();
    }

    /// <summary>The name of the field. Names are the same in all entries of a kind and contain nothing about a person.</summary>
    public string Field { get; }

    /// <summary>The commitment's 32 bytes.</summary>
    public ReadOnlyMemory<byte> Commitment => _commitment;

    /// <summary>Whether this is the commitment of that value under that key.</summary>
    public bool Binds(ReadOnlySpan<byte> key, string value)
    {
        using var committer = new FieldCommitter(key);
        return committer.Bound(this, value);
    }
}
