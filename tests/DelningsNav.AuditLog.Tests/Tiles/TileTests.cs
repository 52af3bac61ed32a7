namespace DelningsNav.AuditLog.Tests.Tiles;

public sealed class TileTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(1, 1_234_067, 256, "tile/1/x001/x234/067")]
    [InlineData(0, 999, 3, "tile/0/999.p/3")]
    [InlineData(0, 1000, 255, "tile/0/x001/000.p/255")]
    [InlineData(null, 12, 256, "tile/entries/012")]
    [InlineData(null, 0, 1, "tile/entries/000.p/1")]
    public void A_path_is_written_and_read_back(int? level, long index, int width, string path)
    {
        var tile = new TilePath(level, index, width);

        Assert.Equal(path, tile.ToString());
        Assert.True(TilePath.TryParse(path, out var read));
        Assert.Equal(tile, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x001/x000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    public void Anything_but_the_one_spelling_is_refused(string path) => Assert.False(TilePath.TryParse(path, out _));

    [Fact]
    public void A_tile_is_as_wide_as_the_log_has_nodes_for_it()
    {
        Assert.Equal("tile/0/000", TilePath.InTree(0, 0, 256).ToString());
        Assert.Equal("tile/0/001.p/44", TilePath.InTree(0, 1, 300).ToString());
        Assert.Equal("tile/1/000.p/1", TilePath.InTree(1, 0, 300).ToString());
        Assert.Equal("tile/entries/001.p/44", TilePath.InTree(null, 1, 300).ToString());
        Assert.Null(TilePath.InTree(0, 2, 512));
        Assert.Null(TilePath.InTree(1, 0, 255));
    }

    [Fact]
    public void A_tile_names_the_nodes_it_is_made_of()
    {
        var nodes = new TilePath(1, 2, 3).Nodes;

        Assert.Equal([new NodeId(8, 512), new NodeId(8, 513), new NodeId(8, 514)], nodes);
    }

    [Fact]
    public void Hashes_are_encoded_and_decoded()
    {
        MerkleHash[] hashes = [MerkleTree.EmptyRoot, MerkleTree.LeafHash([1])];

        var bytes = HashTile.Encode(hashes);

        Assert.Equal(64, bytes.Length);
        Assert.Equal(hashes, HashTile.Decode(bytes, 2));
        Assert.Null(HashTile.Decode(bytes, 1));
        Assert.Null(HashTile.Decode(bytes.AsSpan(1), 2));
        Assert.Throws<ArgumentException>(() => HashTile.Encode([]));
    }

    [Fact]
    public void Entries_are_encoded_and_decoded()
    {
        ReadOnlyMemory<byte>[] entries = [new byte[] { 1, 2, 3 }, Array.Empty<byte>(), new byte[65_535]];

        var bytes = EntryBundle.Encode(entries);

        Assert.Equal([0, 3, 1, 2, 3, 0, 0, 0xFF, 0xFF], bytes[..9]);
        Assert.Equal(entries.Select(e => e.ToArray()), EntryBundle.Decode(bytes, 3)!.Select(e => e.ToArray()));
        Assert.Null(EntryBundle.Decode(bytes, 2));
        Assert.Null(EntryBundle.Decode(bytes.AsMemory(0, bytes.Length - 1), 3));
        Assert.Throws<ArgumentException>(() => EntryBundle.Encode([new byte[65_536]]));
    }
}
