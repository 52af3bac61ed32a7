using System.Text;

namespace DelningsNav.AuditLog.Tests.Entries;

public sealed class EntryLeafTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 15, 30, 250, TimeSpan.FromHours(1));
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void A_leaf_is_read_back_as_it_was_written()
    {
        var (leaf, _) = Entry();

        var read = EntryLeaf.FromBytes(leaf.ToBytes());

        Assert.Equal(At.ToUniversalTime(), read.At);
        Assert.Equal(TimeSpan.Zero, read.At.Offset);
        Assert.Equal(("release", "permit", "2026-03-01"), (read.Kind, read.Verdict, read.PolicySetVersion));
        Assert.Equal(["caller", "subject"], read.Commitments.Select(c => c.Field));
        Assert.Equal(leaf.Hash, read.Hash);
        Assert.Equal(MerkleTree.LeafHash(leaf.ToBytes()), read.Hash);
    }

    [Fact]
    public void The_encoding_is_the_documented_one()
    {
        var (leaf, _) = LogEntry.Make(DateTimeOffset.UnixEpoch.AddMilliseconds(258), "a", "", "v1", [new("f", "x")], Key);

        var expected = "01" + "0000000000000102" + "0161" + "00" + "027631" + "01" + "0166"
            + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Key, "f\0x"u8));

        Assert.Equal(expected, Convert.ToHexStringLower(leaf.ToBytes()));
    }

    [Fact]
    public void A_leaf_holds_nothing_of_its_values()
    {
        var (leaf, _) = Entry();

        var text = Encoding.Latin1.GetString(leaf.ToBytes());

        Assert.DoesNotContain("201202032386", text, StringComparison.Ordinal);
        Assert.DoesNotContain("skola-7", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_values_of_two_entries_do_not_look_equal()
    {
        var first = LogEntry.Make(At, "release", "permit", "1", [new("subject", "201202032386")]);
        var second = LogEntry.Make(At, "release", "permit", "1", [new("subject", "201202032386")]);

        Assert.NotEqual(first.Leaf.Commitments[0].Commitment.ToArray(), second.Leaf.Commitments[0].Commitment.ToArray());
    }

    [Fact]
    public void Every_truncation_every_trailing_byte_and_other_versions_are_refused()
    {
        var bytes = Entry().Leaf.ToBytes();

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(EntryLeaf.TryParse(bytes.AsSpan(0, length), out _));
        }

        Assert.False(EntryLeaf.TryParse([.. bytes, 0], out _));
        Assert.False(EntryLeaf.TryParse([2, .. bytes[1..]], out _));
    }

    [Fact]
    public void No_two_byte_strings_are_the_same_leaf()
    {
        var bytes = Entry().Leaf.ToBytes();

        for (var i = 0; i < bytes.Length * 8; i++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[i / 8] ^= (byte)(1 << (i % 8));

            Assert.False(EntryLeaf.TryParse(flipped, out var leaf) && !leaf.ToBytes().SequenceEqual(flipped));
        }
    }

    [Fact]
    public void Fields_out_of_order_or_twice_are_refused()
    {
        var (leaf, _) = LogEntry.Make(At, "k", "", "", [new("a", "1"), new("b", "2")], Key);
        var bytes = leaf.ToBytes();
        var (head, first, second) = (bytes[..^68], bytes[^68..^34], bytes[^34..]);

        Assert.True(EntryLeaf.TryParse([.. head, .. first, .. second], out _));
        Assert.False(EntryLeaf.TryParse([.. head, .. second, .. first], out _));
        Assert.False(EntryLeaf.TryParse([.. head, .. first, .. first], out _));
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("two words", "", "")]
    [InlineData("läs", "", "")]
    [InlineData("kind", "ja och nej", "")]
    [InlineData("kind", "", "version\n")]
    public void Words_that_could_carry_free_text_are_refused(string kind, string verdict, string version) =>
        Assert.Throws<ArgumentException>(() => LogEntry.Make(At, kind, verdict, version, []));

    [Fact]
    public void The_longest_word_fits_and_one_more_letter_does_not()
    {
        var fits = LogEntry.Make(At, new string('k', 64), "", "", []);

        Assert.True(EntryLeaf.TryParse(fits.Leaf.ToBytes(), out _));
        Assert.Throws<ArgumentException>(() => LogEntry.Make(At, new string('k', 65), "", "", []));
    }

    [Fact]
    public void An_entry_of_the_most_fields_fits_in_a_bundle_and_one_more_is_refused()
    {
        static IEnumerable<KeyValuePair<string, string>> Fields(int count) =>
            Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"{i:d3}".PadRight(64, 'f'), "v"));

        var most = LogEntry.Make(At, "k", "", "", Fields(255));

        Assert.InRange(most.Leaf.ToBytes().Length, 0, ushort.MaxValue);
        Assert.Equal(255, EntryLeaf.FromBytes(most.Leaf.ToBytes()).Commitments.Count);
        Assert.Throws<ArgumentException>(() => LogEntry.Make(At, "k", "", "", Fields(256)));
    }

    private static LogEntry Entry() => LogEntry.Make(
        At, "release", "permit", "2026-03-01", [new("subject", "201202032386"), new("caller", "skola-7")], Key);
}
