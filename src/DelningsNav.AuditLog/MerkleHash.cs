using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>The SHA-256 hash of a leaf or node of the tree: 32 bytes, compared by value.</summary>
public readonly struct MerkleHash : IEquatable<MerkleHash>
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int Length = 32;

    private readonly Bytes _bytes;

    /// <summary>Makes a hash from exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">There are more or fewer than 32 bytes.</exception>
    public MerkleHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"a hash is {Length} bytes, not {bytes.Length}", nameof(bytes));
        }

        _bytes = MemoryMarshal.Read<Bytes>(bytes);
    }

    /// <summary>Reads a hash in standard base64, in its only spelling.</summary>
    public static bool TryParse(string? base64, [NotNullWhen(true)] out MerkleHash? hash)
    {
        hash = base64 is { Length: 44 } && StrictBase64.TryDecode(base64) is { Length: Length } bytes
            ? new MerkleHash(bytes)
            : null;
        return hash is not null;
    }

    /// <summary>Writes the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => AsSpan().CopyTo(destination);

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <summary>The hash in standard base64, as in checkpoints and proof files.</summary>
    public string ToBase64() => Convert.ToBase64String(AsSpan());

    /// <summary>The hash in lower-case hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(AsSpan());

    /// <inheritdoc/>
    public bool Equals(MerkleHash other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MerkleHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => MemoryMarshal.Read<int>(AsSpan());

    /// <summary>Whether all 32 bytes are equal.</summary>
    public static bool operator ==(MerkleHash left, MerkleHash right) => left.Equals(right);

    /// <summary>Whether any byte differs.</summary>
    public static bool operator !=(MerkleHash left, MerkleHash right) => !left.Equals(right);

    [UnscopedRef]
    private ReadOnlySpan<byte> AsSpan() => _bytes;

    [InlineArray(Length)]
    private struct Bytes
    {
        private byte _first;
    }
}
