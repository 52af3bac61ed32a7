using System.Buffers.Binary;

namespace DelningsNav.AuditLog;

/// <summary>
/// The bytes of an entry bundle. Each entry follows its length, which has two bytes, big-endian (c2sp.org/tlog-tiles, "Log entries").
/// </summary>
public static class EntryBundle
{
    private const int LengthLength = sizeof(ushort);

    /// <summary>Writes 1 to 256 entries of at most 65,535 bytes each.</summary>
    /// <exception cref="ArgumentException">The list is empty or has too many entries, or an entry is too long.</exception>
    public static byte[] Encode(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count is 0 or > TilePath.FullWidth || entries.Any(entry => entry.Length > ushort.MaxValue))
        {
            throw new ArgumentException(
                $"a bundle holds 1 to {TilePath.FullWidth} entries of at most {ushort.MaxValue} bytes", nameof(entries));
        }

        var bytes = new byte[entries.Sum(entry => LengthLength + entry.Length)];
        var rest = bytes.AsSpan();
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[LengthLength..]);
            rest = rest[(LengthLength + entry.Length)..];
        }

        return bytes;
    }

    /// <summary>Reads a bundle of this width, or returns null when the bytes are not exactly <paramref name="width"/> entries.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Decode(ReadOnlyMemory<byte> bytes, int width)
    {
        var entries = new List<ReadOnlyMemory<byte>>();
        for (var rest = bytes; !rest.IsEmpty;)
        {
            if (rest.Length < LengthLength
                || BinaryPrimitives.ReadUInt16BigEndian(rest.Span) is var length && rest.Length < LengthLength + length)
            {
                return null;
            }

            entries.Add(rest.Slice(LengthLength, length));
            rest = rest[(LengthLength + length)..];
        }

        return entries.Count == width && width is >= 1 and <= TilePath.FullWidth ? entries : null;
    }
}
