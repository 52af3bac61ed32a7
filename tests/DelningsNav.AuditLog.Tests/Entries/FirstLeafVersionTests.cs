using System.Text;

namespace DelningsNav.AuditLog.Tests.Entries;

/// <summary>Leaves of format version 1, which older entries have: they are read and verified, and never written again.</summary>
public sealed class FirstLeafVersionTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 15, 30, 250, TimeSpan.FromHours(1));
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    // Made by a script of another language from the documented format.
    private const string Stored =
        "010000019cad66ef4a0772656c65617365067065726d69740a323032362d30332d3031020663616c6c65722953b5b274"
        + "fa8a95cbf44d883e5173cbeb8cae30eb6bd5d631c4ae7865f29c9f077375626a6563746fa1912fae7c629b723c27391d"
        + "0cf5e1ff8bace0ab8849b27d85dff2dc38b905";

    private const string StoredHash = "OuTaxACcDBNi4h68OvfqesBmlbshC3zcklTb0+wIWig=";

    private const string StoredPayload =
        "{\"fields\":{\"caller\":\"skola-7\",\"subject\":\"201202032386"
        + "\"},\"key\":\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\"}";

    [Fact]
    public void A_leaf_is_read_back_as_it_was_written()
    {
        var (leaf, _) = Entry();

        var read = EntryLeaf.FromBytes(leaf.ToBytes());

        Assert.Equal(At.ToUniversalTime(), read.At);
        Assert.Equal(TimeSpan.Zero, read.At.Offset);
        Assert.Equal(1, read.Version);
        Assert.Equal(("release", "permit", "2026-03-01"), (read.Kind, read.Verdict, read.PolicySetVersion));
        Assert.Equal(["caller", "subject"], read.Commitments.Select(c => c.Field));
        Assert.Equal(leaf.Hash, read.Hash);
        Assert.Equal(MerkleTree.LeafHash(leaf.ToBytes()), read.Hash);
    }

    [Fact]
    public void The_encoding_is_the_documented_one()
    {
        var (leaf, _) = LogEntry.MakeFirst(DateTimeOffset.UnixEpoch.AddMilliseconds(258), "a", "", "v1", [new("f", "x")], Key);

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
    public void Every_truncation_every_trailing_byte_and_other_versions_are_refused()
    {
        var bytes = Entry().Leaf.ToBytes();

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(EntryLeaf.TryParse(bytes.AsSpan(0, length), out _));
        }

        Assert.False(EntryLeaf.TryParse([.. bytes, 0], out _));
        Assert.False(EntryLeaf.TryParse([3, .. bytes[1..]], out _));
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
        var (leaf, _) = LogEntry.MakeFirst(At, "k", "", "", [new("a", "1"), new("b", "2")], Key);
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
        Assert.Throws<ArgumentException>(() => LogEntry.MakeFirst(At, kind, verdict, version, [], Key));

    [Fact]
    public void The_longest_word_fits_and_one_more_letter_does_not()
    {
        var fits = LogEntry.MakeFirst(At, new string('k', 64), "", "", [], Key);

        Assert.True(EntryLeaf.TryParse(fits.Leaf.ToBytes(), out _));
        Assert.Throws<ArgumentException>(() => LogEntry.MakeFirst(At, new string('k', 65), "", "", [], Key));
    }

    [Fact]
    public void An_entry_of_the_most_fields_fits_in_a_bundle_and_one_more_is_refused()
    {
        static IEnumerable<KeyValuePair<string, string>> Fields(int count) =>
            Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"{i:d3}".PadRight(64, 'f'), "v"));

        var most = LogEntry.MakeFirst(At, "k", "", "", Fields(255), Key);

        Assert.InRange(most.Leaf.ToBytes().Length, 0, ushort.MaxValue);
        Assert.Equal(255, EntryLeaf.FromBytes(most.Leaf.ToBytes()).Commitments.Count);
        Assert.Throws<ArgumentException>(() => LogEntry.MakeFirst(At, "k", "", "", Fields(256), Key));
    }

    [Fact]
    public void A_stored_leaf_keeps_its_bytes_and_its_hash_and_binds_its_payload_field_by_field()
    {
        var bytes = Convert.FromHexString(Stored);

        Assert.True(EntryLeaf.TryParse(bytes, out var leaf));
        Assert.Equal(bytes, leaf.ToBytes());
        Assert.Equal(StoredHash, leaf.Hash.ToBase64());
        Assert.True(EntryPayload.TryParse(Encoding.UTF8.GetBytes(StoredPayload), out var payload));
        Assert.Empty(payload.DifferencesFrom(leaf));
        Assert.True(leaf.IsOf(At));
        Assert.False(leaf.IsOf(At.AddMilliseconds(1)));
    }

    private static LogEntry Entry() => LogEntry.MakeFirst(
        At, "release", "permit", "2026-03-01", [new("subject", "201202032386"), new("caller", "skola-7")], Key);
}
