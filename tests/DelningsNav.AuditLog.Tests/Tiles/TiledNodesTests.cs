namespace DelningsNav.AuditLog.Tests.Tiles;

public sealed class TiledNodesTests
{
    private static readonly List<MerkleHash> Leaves =
        [.. Enumerable.Range(0, 66_000).Select(i => MerkleTree.LeafHash(BitConverter.GetBytes(i)))];

    private static readonly Dictionary<int, MerkleHash> Roots = [];

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 66_000)]
    [InlineData(3, 7)]
    [InlineData(127, 128)]
    [InlineData(128, 129)]
    [InlineData(255, 256)]
    [InlineData(256, 257)]
    [InlineData(256, 512)]
    [InlineData(257, 511)]
    [InlineData(511, 1025)]
    [InlineData(1000, 1001)]
    [InlineData(32_767, 65_535)]
    [InlineData(65_535, 65_536)]
    [InlineData(65_536, 65_537)]
    [InlineData(65_537, 66_000)]
    public void A_consistency_proof_can_be_made_from_hash_tiles_alone(int from, int to)
    {
        var plan = ProofPlan.ForConsistency(from, to);
        var tiles = TiledNodes.TilesOf(plan.Nodes, to).ToDictionary(tile => tile, Published);

        var proof = plan.Assemble(node => TiledNodes.HashOf(node, to, tile => tiles[tile]));

        Assert.True(MerkleTree.VerifyConsistency(proof, RootOf(from), RootOf(to)));
        Assert.All(tiles.Keys, tile => Assert.Equal(TilePath.InTree(tile.Level, tile.Index, to), tile));
        Assert.DoesNotContain(tiles.Keys, tile => tile.Level is null);
    }

    [Fact]
    public void Every_pair_of_sizes_up_to_two_tiles_and_a_half_is_proved()
    {
        for (var to = 2; to <= 640; to += 7)
        {
            for (var from = 1; from < to; from += 11)
            {
                A_consistency_proof_can_be_made_from_hash_tiles_alone(from, to);
            }
        }
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 2)]
    [InlineData(3, 0)]
    [InlineData(8, 0)]
    public void A_node_that_a_log_of_the_size_lacks_is_in_no_tile(int level, int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TiledNodes.TilesOf([new NodeId(level, index)], 5));

    private static IReadOnlyList<MerkleHash> Published(TilePath tile) =>
        [.. tile.Nodes.Select(node => MerkleTree.Root(Leaves.Skip((int)(node.Index << node.Level)).Take(1 << node.Level)))];

    private static MerkleHash RootOf(int size) =>
        Roots.TryGetValue(size, out var root) ? root : Roots[size] = MerkleTree.Root(Leaves.Take(size));
}
