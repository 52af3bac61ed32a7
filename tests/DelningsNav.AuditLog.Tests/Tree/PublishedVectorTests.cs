using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DelningsNav.AuditLog.Tests.Tree;

public sealed class PublishedVectorTests
{
    [Fact]
    public void Every_published_inclusion_case_is_accepted_or_refused_as_it_says()
    {
        var cases = MerkleVectors.Cases("inclusion").ToList();

        var wrong = cases.Where(c => AcceptsInclusion(c) == c.GetProperty("wantErr").GetBoolean()).Select(Name).ToList();

        Assert.Equal(98, cases.Count);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_published_consistency_case_is_accepted_or_refused_as_it_says()
    {
        var cases = MerkleVectors.Cases("consistency").ToList();

        var wrong = cases.Where(c => AcceptsConsistency(c) == c.GetProperty("wantErr").GetBoolean()).Select(Name).ToList();

        Assert.Equal(98, cases.Count);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_generated_root_and_proof_up_to_64_leaves_is_the_same()
    {
        var vectors = MerkleVectors.Read("generated-exhaustive-64.json");
        var roots = vectors.GetProperty("roots").EnumerateArray().Select(root => root.GetString()).ToList();
        var tree = ReferenceTree.OfBytes(roots.Count);

        var ourRoots = Enumerable.Range(0, roots.Count).Select(n => MerkleTree.Root(ReferenceTree.Leaves(0, n)).ToString());
        var wrongInclusions = vectors.GetProperty("inclusion").EnumerateArray().Where(v =>
            !Hex(ProofPlan.ForInclusion(v[0].GetInt64(), v[1].GetInt64()).Assemble(tree.Node).Hashes).SequenceEqual(Strings(v[2])));
        var wrongConsistencies = vectors.GetProperty("consistency").EnumerateArray().Where(v =>
            !Hex(ProofPlan.ForConsistency(v[0].GetInt64(), v[1].GetInt64()).Assemble(tree.Node).Hashes).SequenceEqual(Strings(v[2])));

        Assert.Equal(roots, ourRoots);
        Assert.Empty(wrongInclusions);
        Assert.Empty(wrongConsistencies);
    }

    [Fact]
    public void The_rolling_digests_over_all_proofs_up_to_130_leaves_are_the_same()
    {
        var expected = MerkleVectors.Read("rolling-digests.json");
        var tree = ReferenceTree.OfBytes(130);
        var inclusions = new StringBuilder();
        var consistencies = new StringBuilder();

        for (var size = 1; size <= 130; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = ProofPlan.ForInclusion(index, size).Assemble(tree.Node);
                inclusions.Append(CultureInfo.InvariantCulture, $"{index} [0, {size}){Joined(proof.Hashes)}\n");
            }

            for (var from = 1; from <= size; from++)
            {
                var proof = ProofPlan.ForConsistency(from, size).Assemble(tree.Node);
                consistencies.Append(CultureInfo.InvariantCulture, $"[0, {from}) {size}{Joined(proof.Hashes)}\n");
            }
        }

        Assert.Equal(expected.GetProperty("inclusion_full_trees_<=130").GetString(), Digest(inclusions));
        Assert.Equal(expected.GetProperty("consistency_full_trees_<=130").GetString(), Digest(consistencies));
    }

    [Fact]
    public void The_published_digests_over_all_subtrees_up_to_130_leaves_are_the_same()
    {
        var expected = MerkleVectors.Read("rolling-digests.json");
        var leaves = ReferenceTree.Leaves(0, 130);
        var hashes = new StringBuilder();
        var inclusions = new StringBuilder();

        foreach (var (start, end) in Subtrees(130))
        {
            var own = new ReferenceTree(leaves[start..end]);
            hashes.Append(CultureInfo.InvariantCulture, $"[{start}, {end}) {MerkleTree.Root(leaves[start..end])}\n");
            for (var index = start; index < end; index++)
            {
                var proof = ProofPlan.ForInclusion(index - start, end - start).Assemble(own.Node);
                inclusions.Append(CultureInfo.InvariantCulture, $"{index} [{start}, {end}){Joined(proof.Hashes)}\n");
            }
        }

        Assert.Equal(expected.GetProperty("subtree_hash(published b82806ad...)").GetString(), Digest(hashes));
        Assert.Equal(expected.GetProperty("subtree_inclusion(published ac2a8f98...)").GetString(), Digest(inclusions));
    }

    private static IEnumerable<(int Start, int End)> Subtrees(int size) =>
        from end in Enumerable.Range(0, size + 1)
        from start in Enumerable.Range(0, end + 1)
        where start % (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, end - start)) == 0
        select (start, end);

    private static bool AcceptsInclusion(JsonElement c) =>
        c.GetProperty("leafIdx").TryGetInt64(out var index)
        && c.GetProperty("treeSize").TryGetInt64(out var size)
        && Hashes(c) is { } hashes
        && Hash(c.GetProperty("leafHash")) is { } leaf
        && Hash(c.GetProperty("root")) is { } root
        && MerkleTree.VerifyInclusion(new InclusionProof(index, size, hashes), leaf, root);

    private static bool AcceptsConsistency(JsonElement c) =>
        c.GetProperty("size1").TryGetInt64(out var from)
        && c.GetProperty("size2").TryGetInt64(out var to)
        && Hashes(c) is { } hashes
        && MerkleTree.VerifyConsistency(new ConsistencyProof(from, to, hashes), HashOrStandIn(c, "root1"), HashOrStandIn(c, "root2"));

    // Some consistency cases write words such as "don't care" for a root, and mean only whether two of them are equal.
    private static MerkleHash HashOrStandIn(JsonElement c, string name) =>
        Hash(c.GetProperty(name)) ?? new MerkleHash(SHA256.HashData(c.GetProperty(name).GetBytesFromBase64()));

    // What is not 32 bytes is no hash, and a verifier refuses it before it computes anything.
    private static MerkleHash? Hash(JsonElement text) => MerkleHash.TryParse(text.GetString(), out var hash)
        ? hash
        : null;

    private static List<MerkleHash>? Hashes(JsonElement c)
    {
        var proof = c.GetProperty("proof");
        var hashes = proof.ValueKind == JsonValueKind.Null ? [] : proof.EnumerateArray().Select(Hash).ToList();
        return hashes.Contains(null) ? null : hashes.ConvertAll(hash => hash!.Value);
    }

    private static string Name(JsonElement c) => c.GetRawText();

    private static IEnumerable<string> Hex(IEnumerable<MerkleHash> hashes) => hashes.Select(hash => hash.ToString());

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());

    private static string Joined(IEnumerable<MerkleHash> hashes) => string.Concat(hashes.Select(hash => $" {hash}"));

    private static string Digest(StringBuilder lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(lines.ToString())));
}
