using System.Security.Cryptography;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog.Tests.Entries;

public sealed class TlogProofTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_receipt_as_a_file_proves_its_leaf_without_the_log()
    {
        var receipt = Receipt(out var signer);

        Assert.True(TlogProof.TryParse(receipt.ToProofFile().ToString(), out var proof));

        Assert.Equal(receipt.Proof, proof.Proof);
        Assert.True(proof.Includes(EntryLeaf.FromBytes(proof.Extra.Span).Hash));
        Assert.IsType<NoteVerdict.SignedBy>(proof.Checkpoint.Verify([signer.Verifier]));
        Assert.Equal(receipt.ToProofFile().ToString(), proof.ToString());
    }

    [Fact]
    public void The_file_has_the_published_layout()
    {
        var lines = Receipt(out _).ToProofFile().ToString().Split('\n');

        Assert.Equal("c2sp.org/tlog-proof@v1", lines[0]);
        Assert.StartsWith("extra ", lines[1], StringComparison.Ordinal);
        Assert.Equal("index 2", lines[2]);
        Assert.Equal("", lines[6]);
        Assert.Equal("nav.example/audit", lines[7]);
        Assert.StartsWith("— nav.example/audit ", lines[11], StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaf_that_was_exchanged_is_not_included()
    {
        var receipt = Receipt(out _);
        var other = LogEntry.Make(DateTimeOffset.UnixEpoch, "k", "refuse", "", []).Leaf;

        Assert.False((receipt.ToProofFile() with { Extra = other.ToBytes() }).Includes(other.Hash));
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2")]
    [InlineData("index 2", "index 02")]
    [InlineData("index 2\n", "")]
    [InlineData("index 2", "index 2 ")]
    [InlineData("extra ", "extra  ")]
    [InlineData("nav.example/audit\n5", "nav.example/audit\n05")]
    [InlineData("\n\nnav", "\nnav")]
    public void Anything_but_the_format_is_refused(string written, string changed)
    {
        var file = Receipt(out _).ToProofFile().ToString();

        Assert.Contains(written, file, StringComparison.Ordinal);
        Assert.False(TlogProof.TryParse(file.Replace(written, changed, StringComparison.Ordinal), out _));
    }

    private AuditReceipt Receipt(out NoteSigner signer)
    {
        signer = new NoteSigner("nav.example/audit", _key);
        var leaves = Enumerable.Range(0, 5)
            .Select(i => LogEntry.Make(DateTimeOffset.UnixEpoch, "k", "permit", "", [new("i", $"{i}")]).Leaf).ToList();
        var batch = Frontier.Empty.Append(leaves.ConvertAll(leaf => leaf.Hash));
        var checkpoint = new Checkpoint("nav.example/audit", 5, batch.Frontier.Root).Sign(signer);
        return new AuditReceipt(leaves[2], batch.Proofs[2], checkpoint);
    }
}
