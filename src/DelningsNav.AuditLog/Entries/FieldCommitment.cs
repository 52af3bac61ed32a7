using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DelningsNav.AuditLog;

/// <summary>A field's value as a leaf holds it: bound, but not readable.</summary>
/// <remarks>
/// HMAC-SHA-256 under the entry's own key over name, zero byte and UTF-8 value. With the key, which lies in the payload,
/// the value is proved; once the key is erased nobody can test a guess, not even a guess out of few candidates. The key
/// is fresh for each entry, so that equal values of two entries do not look equal.
/// </remarks>
public sealed class FieldCommitment
{
    /// <summary>The length in bytes.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _commitment;

    internal FieldCommitment(string field, ReadOnlySpan<byte> commitment)
    {
        Field = field;
        _commitment = commitment.ToArray();
    }

    /// <summary>The name of the field. Names are the same in all entries of a kind and tell nothing of a person.</summary>
    public string Field { get; }

    /// <summary>The commitment's 32 bytes.</summary>
    public ReadOnlyMemory<byte> Commitment => _commitment;

    /// <summary>Binds a value under the entry's key.</summary>
    /// <exception cref="ArgumentException">The value has half a surrogate pair and so no UTF-8 form.</exception>
    public static FieldCommitment Of(ReadOnlySpan<byte> key, string field, string value)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(value);
        var limit = field.Length + 1 + StrictUtf8.GetMaxByteCount(value.Length);
        var rented = ArrayPool<byte>.Shared.Rent(limit);
        var length = Encoding.ASCII.GetBytes(field, rented);
        rented[length++] = 0;
        length += StrictUtf8.GetBytes(value, rented.AsSpan(length));
        Span<byte> commitment = stackalloc byte[Length];
        HMACSHA256.HashData(key, rented.AsSpan(0, length), commitment);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return new FieldCommitment(field, commitment);
    }

    /// <summary>Whether this is the commitment of that value under that key.</summary>
    public bool Binds(ReadOnlySpan<byte> key, string value) =>
        CryptographicOperations.FixedTimeEquals(Of(key, Field, value)._commitment, _commitment);
}
