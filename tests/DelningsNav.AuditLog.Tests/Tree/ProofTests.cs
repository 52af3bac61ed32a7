namespace DelningsNav.AuditLog.Tests.Tree;

public sealed class ProofTests
{
    private const int Largest = 300;

    [Fact]
    public void Inclusion_proofs_of_all_leaves_in_all_trees_up_to_300_follow_the_definition_and_verify()
    {
        var tree = ReferenceTree.OfBytes(Largest);
        var leaves = ReferenceTree.Leaves(0, Largest);

        for (var size = 1; size <= Largest; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = ProofPlan.ForInclusion(index, size).Assemble(tree.Node);

                Assert.Equal(tree.Path(index, 0, size), proof.Hashes);
                Assert.True(MerkleTree.VerifyInclusion(proof, leaves[index], tree.Root(size)));
            }
        }
    }

    [Fact]
    public void Consistency_proofs_between_all_trees_up_to_130_follow_the_definition_and_verify()
    {
        var tree = ReferenceTree.OfBytes(130);

        for (var to = 1; to <= 130; to++)
        {
            for (var from = 1; from <= to; from++)
            {
                var proof = ProofPlan.ForConsistency(from, to).Assemble(tree.Node);

                Assert.Equal(tree.Proof(from, to), proof.Hashes);
                Assert.True(MerkleTree.VerifyConsistency(proof, tree.Root(from), tree.Root(to)));
            }
        }
    }

    [Fact]
    public void An_inclusion_proof_of_another_leaf_index_size_or_root_is_refused()
    {
        var tree = ReferenceTree.OfBytes(20);
        var leaves = ReferenceTree.Leaves(0, 20);

        for (var index = 0; index < 13; index++)
        {
            var proof = ProofPlan.ForInclusion(index, 13).Assemble(tree.Node);

            Assert.False(MerkleTree.VerifyInclusion(proof, leaves[(index + 1) % 13], tree.Root(13)));
            Assert.False(MerkleTree.VerifyInclusion(proof with { Index = (index + 1) % 13 }, leaves[index], tree.Root(13)));
            Assert.False(MerkleTree.VerifyInclusion(proof, leaves[index], tree.Root(14)));
            Assert.False(MerkleTree.VerifyInclusion(proof with { Hashes = [.. proof.Hashes, leaves[0]] }, leaves[index], tree.Root(13)));
            Assert.False(MerkleTree.VerifyInclusion(proof with { Hashes = [.. proof.Hashes.Skip(1)] }, leaves[index], tree.Root(13)));
        }
    }

    [Fact]
    public void A_rewritten_history_is_never_consistent()
    {
        var honest = ReferenceTree.OfBytes(40);
        var leaves = ReferenceTree.Leaves(0, 40);

        for (var from = 1; from <= 39; from++)
        {
            var forged = new ReferenceTree([.. leaves.Take(from - 1), MerkleTree.LeafHash([0xFF, 0xFF]), .. leaves.Skip(from)]);
            var proof = ProofPlan.ForConsistency(from, 40).Assemble(forged.Node);

            Assert.False(MerkleTree.VerifyConsistency(proof, honest.Root(from), forged.Root(40)));
            Assert.False(MerkleTree.VerifyConsistency(proof, forged.Root(from), honest.Root(40)));
        }
    }

    [Fact]
    public void Consistency_from_size_0_is_neither_proved_nor_accepted()
    {
        var root = MerkleTree.Root(ReferenceTree.Leaves(0, 1));

        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.ForConsistency(0, 1));
        Assert.False(MerkleTree.VerifyConsistency(new ConsistencyProof(0, 1, []), MerkleTree.EmptyRoot, root));
        Assert.False(MerkleTree.VerifyConsistency(new ConsistencyProof(0, 0, []), MerkleTree.EmptyRoot, MerkleTree.EmptyRoot));
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void A_leaf_outside_the_tree_has_no_proof(long index, long size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.ForInclusion(index, size));
        Assert.False(MerkleTree.VerifyInclusion(new InclusionProof(index, size, []), MerkleTree.EmptyRoot, MerkleTree.EmptyRoot));
    }

    [Fact]
    public void A_plan_asks_for_no_more_than_two_nodes_of_a_level()
    {
        var plans = new[] { 1L, 12_345L, 999_998L, 999_999L }.Select(index => ProofPlan.ForInclusion(index, 1_000_000).Nodes)
            .Append(ProofPlan.ForConsistency(777_777, 1_000_000).Nodes);

        Assert.All(plans, nodes =>
        {
            Assert.Equal(nodes.Count, nodes.Distinct().Count());
            Assert.All(nodes.GroupBy(node => node.Level), level => Assert.InRange(level.Count(), 1, 2));
        });
    }

    [Fact]
    public void A_plan_takes_exactly_the_hashes_it_asked_for()
    {
        var plan = ProofPlan.ForInclusion(2, 7);
        var tree = ReferenceTree.OfBytes(7);

        var proof = plan.Assemble(plan.Nodes.Select(tree.Node).ToList());

        Assert.Equal(tree.Path(2, 0, 7), proof.Hashes);
        Assert.Throws<ArgumentException>(() => plan.Assemble([tree.Root(1)]));
    }
}
