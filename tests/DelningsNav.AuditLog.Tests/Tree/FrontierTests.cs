using FsCheck;
using FsCheck.Fluent;

namespace DelningsNav.AuditLog.Tests.Tree;

public sealed class FrontierTests
{
    [Fact]
    public void An_append_from_every_size_to_every_size_up_to_130_gives_what_the_definition_gives()
    {
        var tree = ReferenceTree.OfBytes(130);

        for (var from = 0; from < 130; from++)
        {
            var before = Grown(from);
            for (var to = from + 1; to <= 130; to++)
            {
                AssertFollowsTheDefinition(tree, from, to, before.Append(ReferenceTree.Leaves(from, to - from)));
            }
        }
    }

    [Fact]
    public void Batches_of_any_sizes_in_a_row_give_what_the_definition_gives()
    {
        var batches = Gen.Choose(1, 256).NonEmptyListOf().Select(sizes => sizes.Take(6).ToList()).ToArbitrary();

        Prop.ForAll(batches, sizes =>
        {
            var total = sizes.Sum();
            var tree = ReferenceTree.OfBytes(total);
            var frontier = Frontier.Empty;
            foreach (var size in sizes)
            {
                var from = (int)frontier.Size;
                var batch = frontier.Append(ReferenceTree.Leaves(from, size));
                AssertFollowsTheDefinition(tree, from, from + size, batch);
                frontier = Frontier.FromBytes(batch.Frontier.ToBytes());
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_nodes_of_all_batches_together_are_all_perfect_subtrees_once()
    {
        var frontier = Frontier.Empty;
        var stored = new List<NodeId>();
        foreach (var size in new[] { 1, 2, 3, 64, 7, 100, 123 })
        {
            var batch = frontier.Append(ReferenceTree.Leaves((int)frontier.Size, size));
            stored.AddRange(batch.CompletedNodes.Select(node => new NodeId(node.Level, node.Index)));
            frontier = batch.Frontier;
        }

        var all = Enumerable.Range(1, 9).SelectMany(level => Enumerable.Range(0, 300 >> level).Select(i => new NodeId(level, i)));

        Assert.Equal(300, frontier.Size);
        Assert.Equal(all.Order(ByPlace), stored.Order(ByPlace));
    }

    [Fact]
    public void The_empty_frontier_has_the_empty_root()
    {
        Assert.Equal(MerkleTree.EmptyRoot, Frontier.Empty.Root);
        Assert.Equal(0, Frontier.FromBytes(Frontier.Empty.ToBytes()).Size);
    }

    [Fact]
    public void An_empty_batch_is_refused() =>
        Assert.Throws<ArgumentException>(() => Frontier.Empty.Append([]));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8 + (2 * 32) - 1)]
    [InlineData(8 + (2 * 32) + 1)]
    [InlineData(8 + (1 * 32))]
    public void Bytes_whose_length_does_not_fit_the_size_are_no_frontier(int length)
    {
        var bytes = Grown(5).ToBytes();
        Array.Resize(ref bytes, length);

        Assert.Throws<FormatException>(() => Frontier.FromBytes(bytes));
    }

    private static Comparer<NodeId> ByPlace { get; } = Comparer<NodeId>.Create((a, b) => (a.Level, a.Index).CompareTo((b.Level, b.Index)));

    private static Frontier Grown(int size)
    {
        var frontier = Frontier.Empty;
        for (var i = 0; i < size; i++)
        {
            frontier = frontier.Append(ReferenceTree.Leaves(i, 1)).Frontier;
        }

        return frontier;
    }

    private static void AssertFollowsTheDefinition(ReferenceTree tree, int from, int to, AppendedBatch batch)
    {
        Assert.Equal(to, batch.Frontier.Size);
        Assert.Equal(tree.Root(to), batch.Frontier.Root);
        Assert.All(batch.CompletedNodes, node => Assert.Equal(tree.Node(new NodeId(node.Level, node.Index)), node.Hash));
        Assert.Equal(
            Enumerable.Range(1, 12).Sum(level => (to >> level) - (from >> level)), batch.CompletedNodes.Count);
        Assert.Equal(to - from, batch.Proofs.Count);
        for (var i = from; i < to; i++)
        {
            Assert.Equal(new InclusionProof(i, to, tree.Path(i, 0, to)), batch.Proofs[i - from]);
        }
    }
}
