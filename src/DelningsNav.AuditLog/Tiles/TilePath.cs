using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DelningsNav.AuditLog;

/// <summary>The name of a tile of the log: the path in its URL after the log's prefix (c2sp.org/tlog-tiles).</summary>
/// <remarks>
/// A hash tile of level L and index N contains the nodes of tree level 8·L from 256·N on. A bundle of index N contains the entries from
/// 256·N on. A full tile never changes. The path of a partial tile, at the right edge of the tree, includes its width.
/// </remarks>
/// <param name="Level">The tile's level, 0 to 7, or null for a bundle of entries.</param>
/// <param name="Index">The tile's place in its level, from 0.</param>
/// <param name="Width">The number of hashes or entries in the tile, 1 to 256.</param>
public readonly record struct TilePath(int? Level, long Index, int Width)
{
    /// <summary>The number of hashes or entries in a full tile.</summary>
    public const int FullWidth = 256;

    /// <summary>The number of levels of the tree that one level of tiles spans.</summary>
    public const int TreeLevels = 8;

    private const string Root = "tile/";
    private const string EntriesLevel = "entries";
    private const int MaxLevel = 7;

    /// <summary>
    /// The widest tile of this level and index in a log of this size, or null when this tile is beyond the end of the log.
    /// </summary>
    public static TilePath? InTree(int? level, long index, long treeSize)
    {
        var nodes = treeSize >> (TreeLevels * (level ?? 0));
        var width = Math.Min(nodes - (index * FullWidth), FullWidth);
        return width > 0 ? new TilePath(level, index, (int)width) : null;
    }

    /// <summary>The stored nodes that make up a hash tile, or the leaves of a bundle, from left to right.</summary>
    public IEnumerable<NodeId> Nodes
    {
        get
        {
            var (level, first) = (TreeLevels * (Level ?? 0), Index * FullWidth);
            return Enumerable.Range(0, Width).Select(i => new NodeId(level, first + i));
        }
    }

    /// <summary>
    /// Reads a path, for example <c>tile/1/x001/067</c> or <c>tile/entries/000.p/12</c>. Only the canonical spelling is accepted.
    /// </summary>
    public static bool TryParse(string? path, [NotNullWhen(true)] out TilePath? tile)
    {
        tile = null;
        if (path is null || !path.StartsWith(Root, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = path[Root.Length..].Split('/');
        var width = FullWidth;
        if (parts is [.. var before, var last, var partial] && last.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!Decimals.TryParse(partial, out var count) || count is < 1 or >= FullWidth)
            {
                return false;
            }

            (parts, width) = ([.. before, last[..^2]], (int)count);
        }

        if (parts is not [var level, .. { Length: > 0 } groups] || ReadIndex(groups) is not { } index)
        {
            return false;
        }

        if (level == EntriesLevel)
        {
            tile = new TilePath(null, index, width);
        }
        else if (Decimals.TryParse(level, out var number) && number <= MaxLevel)
        {
            tile = new TilePath((int)number, index, width);
        }

        return tile is not null && tile.Value.ToString() == path;
    }

    /// <summary>The path, without a slash in front.</summary>
    public override string ToString()
    {
        var index = string.Create(CultureInfo.InvariantCulture, $"{Index % 1000:d3}");
        for (var rest = Index / 1000; rest > 0; rest /= 1000)
        {
            index = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:d3}/{index}");
        }

        var path = new StringBuilder(Root)
            .Append(Level?.ToString(CultureInfo.InvariantCulture) ?? EntriesLevel).Append('/').Append(index);
        return (Width == FullWidth ? path : path.Append(CultureInfo.InvariantCulture, $".p/{Width}")).ToString();
    }

    private static long? ReadIndex(string[] groups)
    {
        var index = 0L;
        for (var i = 0; i < groups.Length; i++)
        {
            var digits = i < groups.Length - 1 && groups[i].StartsWith('x') ? groups[i][1..] : groups[i];
            if (digits.Length != 3 || !digits.All(char.IsAsciiDigit) || index > long.MaxValue / (1000L * FullWidth * 2))
            {
                return null;
            }

            index = (index * 1000) + int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return index;
    }
}
