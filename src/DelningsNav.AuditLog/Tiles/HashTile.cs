namespace DelningsNav.AuditLog;

/// <summary>The bytes of a hash tile: its hashes one after the other (c2sp.org/tlog-tiles, "Merkle tree").</summary>
public static class HashTile
{
    /// <summary>Writes 1 to 256 hashes.</summary>
    /// <exception cref="ArgumentException">The list is empty or has more hashes than fit in a tile.</exception>
    public static byte[] Encode(IReadOnlyList<MerkleHash> hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        if (hashes.Count is 0 or > TilePath.FullWidth)
        {
            throw new ArgumentException($"a tile holds 1 to {TilePath.FullWidth} hashes", nameof(hashes));
        }

        var bytes = new byte[hashes.Count * MerkleHash.Length];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * MerkleHash.Length));
        }

        return bytes;
    }

    /// <summary>Reads a tile of this width, or returns null when the bytes are not exactly <paramref name="width"/> hashes.</summary>
    public static IReadOnlyList<MerkleHash>? Decode(ReadOnlySpan<byte> bytes, int width)
    {
        if (width is < 1 or > TilePath.FullWidth || bytes.Length != width * MerkleHash.Length)
        {
            return null;
        }

        var hashes = new MerkleHash[width];
        for (var i = 0; i < width; i++)
        {
            hashes[i] = new MerkleHash(bytes.Slice(i * MerkleHash.Length, MerkleHash.Length));
        }

        return hashes;
    }
}
