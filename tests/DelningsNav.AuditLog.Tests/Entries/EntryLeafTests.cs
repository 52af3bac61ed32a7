using System.Security.Cryptography;
using System.Text;

namespace DelningsNav.AuditLog.Tests.Entries;

/// <summary>Leaves of format version 2, in which every entry is written (ADR 0041).</summary>
public sealed class EntryLeafTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 15, 30, 250, TimeSpan.FromHours(1));
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    // Made by a script of another language from the documented format.
    private const string Stored =
        "020000000001c2c0f30772656c656173650a323032362d30332d3031bcaa013215707526130b81d50842834acaa6a35c"
        + "00b7cf9444482dfbe5d543c3";

    private const string StoredHash = "7JLaoKYLYQF5j+Yc2qCjpSig3ZuXVXyS6mmvX/1NOO8=";

    private const string StoredPayload =
        "{\"fields\":{\"at\":\"2026-03-02T07:15:30.250Z\",\"caller\":\"skola-7\",\"subject\":\"201202032386"
        + "\",\"verdict\":\"permit\"},\"key\":\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\"}";

    [Fact]
    public void A_leaf_is_read_back_as_it_was_written()
    {
        var (leaf, payload) = Entry();

        var read = EntryLeaf.FromBytes(leaf.ToBytes());

        Assert.Equal(new DateTimeOffset(2026, 3, 2, 7, 15, 0, TimeSpan.Zero), read.At);
        Assert.Equal(TimeSpan.Zero, read.At.Offset);
        Assert.Equal((2, "release", "", "2026-03-01"), (read.Version, read.Kind, read.Verdict, read.PolicySetVersion));
        Assert.Equal(FieldCommitment.AllFields, Assert.Single(read.Commitments).Field);
        Assert.Equal(leaf.Hash, read.Hash);
        Assert.Equal(MerkleTree.LeafHash(leaf.ToBytes()), read.Hash);
        Assert.Equal(At.ToUniversalTime(), payload.At);
    }

    [Fact]
    public void The_encoding_is_the_documented_one()
    {
        var (leaf, _) = LogEntry.Make(DateTimeOffset.UnixEpoch.AddMinutes(258).AddSeconds(7), "a", "no", "v1", [new("f", "x")], Key);

        var expected = "02" + "0000000000000102" + "0161" + "027631"
            + Convert.ToHexStringLower(HMACSHA256.HashData(Key, "{\"at\":\"1970-01-01T04:18:07.000Z\",\"f\":\"x\",\"verdict\":\"no\"}"u8));

        Assert.Equal(expected, Convert.ToHexStringLower(leaf.ToBytes()));
    }

    [Fact]
    public void A_stored_leaf_keeps_its_bytes_and_its_hash_and_binds_its_payload()
    {
        var bytes = Convert.FromHexString(Stored);

        Assert.True(EntryLeaf.TryParse(bytes, out var leaf));
        Assert.Equal(bytes, leaf.ToBytes());
        Assert.Equal(StoredHash, leaf.Hash.ToBase64());
        Assert.True(EntryPayload.TryParse(Encoding.UTF8.GetBytes(StoredPayload), out var payload));
        Assert.Empty(payload.DifferencesFrom(leaf));
    }

    [Fact]
    public void A_leaf_holds_nothing_of_its_values()
    {
        var (leaf, _) = Entry();

        var text = Encoding.Latin1.GetString(leaf.ToBytes());

        Assert.All(
            ["201202032386", "skola-7", "permit", "subject", "caller"],
            hidden => Assert.DoesNotContain(hidden, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_entries_of_a_kind_in_one_minute_differ_in_their_commitment_alone_whatever_is_in_them()
    {
        var yes = LogEntry.Make(At, "release", "permit", "1", [new("subject", "201202032386"), new("record", new string('x', 900))]).Leaf;
        var no = LogEntry.Make(At.AddSeconds(29), "release", "", "1", []).Leaf;

        Assert.Equal(yes.ToBytes()[..^32], no.ToBytes()[..^32]);
        Assert.NotEqual(yes.ToBytes()[^32..], no.ToBytes()[^32..]);
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
        Assert.All([0, 1, 3], version => Assert.False(EntryLeaf.TryParse([(byte)version, .. bytes[1..]], out _)));
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

    [Theory]
    [InlineData("", "", "")]
    [InlineData("two words", "", "")]
    [InlineData("läs", "", "")]
    [InlineData("kind", "ja och nej", "")]
    [InlineData("kind", "", "version\n")]
    public void Words_that_could_carry_free_text_are_refused(string kind, string verdict, string version) =>
        Assert.Throws<ArgumentException>(() => LogEntry.Make(At, kind, verdict, version, []));

    [Theory]
    [InlineData("at")]
    [InlineData("verdict")]
    public void A_field_cannot_take_the_place_of_the_time_or_the_verdict(string name)
    {
        Assert.Throws<ArgumentException>(() => LogEntry.Make(At, "k", "", "", [new(name, "x")]));
        Assert.Throws<ArgumentException>(() => LogEntry.Make(At, "k", "permit", "", [new(name, "x")]));
    }

    [Fact]
    public void The_longest_word_fits_and_one_more_letter_does_not()
    {
        var fits = LogEntry.Make(At, new string('k', 64), "", "", []);

        Assert.True(EntryLeaf.TryParse(fits.Leaf.ToBytes(), out _));
        Assert.Throws<ArgumentException>(() => LogEntry.Make(At, new string('k', 65), "", "", []));
    }

    [Fact]
    public void An_entry_has_at_most_255_fields_with_its_time()
    {
        static IEnumerable<KeyValuePair<string, string>> Fields(int count) =>
            Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"{i:d3}".PadRight(64, 'f'), "v"));

        var most = LogEntry.Make(At, "k", "", "", Fields(254));

        Assert.Empty(EntryPayload.FromBytes(most.Payload.ToBytes()).DifferencesFrom(most.Leaf));
        Assert.Throws<ArgumentException>(() => LogEntry.Make(At, "k", "", "", Fields(255)));
    }

    [Fact]
    public void A_payload_that_names_another_minute_than_its_leaf_is_not_its_own()
    {
        var (leaf, payload) = Entry();
        var moved = leaf.ToBytes();
        moved[8] ^= 1;

        Assert.Equal([FieldCommitment.AllFields], payload.DifferencesFrom(EntryLeaf.FromBytes(moved)));
    }

    private static LogEntry Entry() => LogEntry.Make(
        At, "release", "permit", "2026-03-01", [new("subject", "201202032386"), new("caller", "skola-7")], Key);
}
