namespace DelningsNav.AuditLog.Tests;

public sealed class CheckpointTests
{
    private const string Root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    [Fact]
    public void A_checkpoint_is_written_as_three_lines_and_read_back()
    {
        var checkpoint = new Checkpoint("nav.example/stad/audit", 0, MerkleTree.EmptyRoot);

        var text = checkpoint.ToNoteText();

        Assert.Equal($"nav.example/stad/audit\n0\n{Root}\n", text);
        Assert.Equal(checkpoint, Checkpoint.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nav.example/audit\n1\n" + Root)]
    [InlineData("nav.example/audit\n01\n" + Root + "\n")]
    [InlineData("nav.example/audit\n+1\n" + Root + "\n")]
    [InlineData("nav.example/audit\n-1\n" + Root + "\n")]
    [InlineData("nav.example/audit\n 1\n" + Root + "\n")]
    [InlineData("nav.example/audit\n\n" + Root + "\n")]
    [InlineData("nav.example/audit\n9223372036854775808\n" + Root + "\n")]
    [InlineData("\n1\n" + Root + "\n")]
    [InlineData("nav example\n1\n" + Root + "\n")]
    [InlineData("nav.example/audit\n1\n" + Root + "\nextension\n")]
    [InlineData("nav.example/audit\n1\n" + Root + "\n\n")]
    [InlineData("nav.example/audit\r\n1\r\n" + Root + "\r\n")]
    [InlineData("nav.example/audit\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n")]
    [InlineData("nav.example/audit\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n")]
    [InlineData("nav.example/audit\n1\nAAAA\n")]
    public void Anything_but_the_one_spelling_is_refused(string text) => Assert.False(Checkpoint.TryParse(text, out _));

    [Theory]
    [InlineData("", 0)]
    [InlineData("two words", 0)]
    [InlineData("line\nfeed", 0)]
    [InlineData("nav.example/audit", -1)]
    public void A_checkpoint_that_could_not_be_read_back_is_not_written(string origin, long size) =>
        Assert.Throws<InvalidOperationException>(() => new Checkpoint(origin, size, MerkleTree.EmptyRoot).ToNoteText());
}
