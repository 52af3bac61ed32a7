using System.Security.Cryptography;

namespace DelningsNav.AuditLog;

/// <summary>A commitment to a field's value. The leaf contains the commitment, from which the value cannot be read.</summary>
/// <remarks>
/// It is the HMAC-SHA-256, under the entry's own key, of the name, a zero byte and the value in UTF-8. The key is in the payload and
/// proves the value. Once the key is erased, nobody can test a guess, even when there are only a few candidates. Each entry has a fresh
/// key, so that equal values of two entries have different commitments.
/// </remarks>
public sealed class FieldCommitment
{
    /// <summary>The length of a commitment in bytes.</summary>
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
