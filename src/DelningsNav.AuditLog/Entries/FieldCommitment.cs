using System.Security.Cryptography;

namespace DelningsNav.AuditLog;

/// <summary>
/// A commitment to the fields of a payload, and in leaves of version 1 to one field. The leaf contains the commitment, from which no value
/// can be read.
/// </summary>
/// <remarks>
/// It is the HMAC-SHA-256, under the entry's own key, of the object of all fields as it is in the payload's canonical JSON. In version 1 it
/// is that of the name of one field, a zero byte and its value in UTF-8. The key is in the payload and proves the values. Once the key is
/// erased, nobody can test a guess, even when there are only a few candidates. Each entry has a fresh key, so that equal values of two
/// entries have different commitments.
/// </remarks>
public sealed class FieldCommitment
{
    /// <summary>The length of a commitment in bytes.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    /// <summary>The name of all fields together. Only a leaf of version 2 has it, and no field does.</summary>
    public const string AllFields = "*";

    private readonly byte[] _commitment;

    internal FieldCommitment(string field, ReadOnlySpan<byte> commitment)
    {
        Field = field;
        _commitment = commitment.ToArray();
    }

    /// <summary>The name of the field, or <see cref="AllFields"/>.</summary>
    public string Field { get; }

    /// <summary>The commitment's 32 bytes.</summary>
    public ReadOnlyMemory<byte> Commitment => _commitment;

    /// <summary>Whether this is the commitment of one field to that value under that key.</summary>
    public bool Binds(ReadOnlySpan<byte> key, string value)
    {
        using var committer = new FieldCommitter(key);
        return committer.Bound(this, value);
    }
}
