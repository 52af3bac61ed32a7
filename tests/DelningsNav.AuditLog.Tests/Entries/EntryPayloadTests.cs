using System.Text;

namespace DelningsNav.AuditLog.Tests.Entries;

public sealed class EntryPayloadTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private const string KeyBase64 = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    [Fact]
    public void A_payload_is_canonical_JSON_and_read_back()
    {
        var payload = Entry(new("b", "å\"\\\n\u001f\u2028😀"), new("a", "")).Payload;

        var json = payload.ToBytes();

        Assert.Equal(
            "{\"fields\":{\"a\":\"\",\"at\":\"1970-01-01T00:00:00.000Z\",\"b\":\"å\\\"\\\\\\n\\u001f\u2028😀\"},\"key\":\""
                + KeyBase64 + "\"}",
            Encoding.UTF8.GetString(json));
        Assert.Equal(payload.Fields, EntryPayload.FromBytes(json).Fields);
        Assert.Equal(Key, EntryPayload.FromBytes(json).Key.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"key\":\"" + KeyBase64 + "\",\"fields\":{}}")]
    [InlineData("{\"fields\":{}, \"key\":\"" + KeyBase64 + "\"}")]
    [InlineData("{\"fields\":{},\"key\":\"AQID\"}")]
    [InlineData("{\"fields\":{\"b\":\"1\",\"a\":\"2\"},\"key\":\"" + KeyBase64 + "\"}")]
    [InlineData("{\"fields\":{\"a\":\"1\",\"a\":\"1\"},\"key\":\"" + KeyBase64 + "\"}")]
    [InlineData("{\"fields\":{\"a\":1},\"key\":\"" + KeyBase64 + "\"}")]
    [InlineData("{\"fields\":{\"a\":\"\\u0041\"},\"key\":\"" + KeyBase64 + "\"}")]
    [InlineData("{\"fields\":{\"a\":\"\\ud800\"},\"key\":\"" + KeyBase64 + "\"}")]
    [InlineData("{\"fields\":{\"a b\":\"1\"},\"key\":\"" + KeyBase64 + "\"}")]
    [InlineData("{\"fields\":{},\"key\":\"" + KeyBase64 + "\",\"more\":1}")]
    [InlineData("{\"fields\":{},\"key\":\"" + KeyBase64 + "\"}\n")]
    public void Anything_but_the_canonical_form_is_refused(string json) =>
        Assert.False(EntryPayload.TryParse(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void A_payload_agrees_with_its_own_leaf()
    {
        var (leaf, payload) = Entry(new("caller", "skola-7"), new("subject", "201202032386"));

        Assert.Empty(EntryPayload.FromBytes(payload.ToBytes()).DifferencesFrom(EntryLeaf.FromBytes(leaf.ToBytes())));
    }

    [Fact]
    public void A_changed_a_missing_and_an_added_field_are_noticed()
    {
        var (leaf, _) = Entry(new("caller", "skola-7"), new("ground", "consent"), new("subject", "201202032386"));

        var forged = Entry(new("caller", "skola-8"), new("extra", "x"), new("subject", "201202032386")).Payload;

        Assert.Equal([FieldCommitment.AllFields], forged.DifferencesFrom(leaf));
    }

    [Fact]
    public void Values_moved_between_fields_are_noticed()
    {
        var (leaf, _) = Entry(new("from", "skola"), new("to", "socialnämnd"));

        var swapped = Entry(new("from", "socialnämnd"), new("to", "skola")).Payload;

        Assert.Equal([FieldCommitment.AllFields], swapped.DifferencesFrom(leaf));
    }

    [Fact]
    public void Another_key_proves_no_field()
    {
        var (leaf, _) = Entry(new KeyValuePair<string, string>("caller", "skola-7"));

        var other = LogEntry.Make(DateTimeOffset.UnixEpoch, "k", "", "", [new("caller", "skola-7")]).Payload;

        Assert.Equal([FieldCommitment.AllFields], other.DifferencesFrom(leaf));
    }

    [Fact]
    public void A_leaf_of_version_1_names_the_fields_that_differ()
    {
        var (leaf, own) = First(new("caller", "skola-7"), new("ground", "consent"), new("subject", "201202032386"));

        var forged = First(new("caller", "skola-8"), new("extra", "x"), new("subject", "201202032386")).Payload;

        Assert.Empty(own.DifferencesFrom(leaf));
        Assert.Equal(["caller", "extra", "ground"], forged.DifferencesFrom(leaf));
    }

    [Fact]
    public void A_payload_shows_nothing_when_printed() =>
        Assert.Equal("[payload]", Entry(new KeyValuePair<string, string>("subject", "201202032386")).Payload.ToString());

    [Fact]
    public void A_value_that_is_not_Unicode_is_refused() =>
        Assert.Throws<EncoderFallbackException>(() => Entry(new KeyValuePair<string, string>("a", "\ud800")));

    private static LogEntry First(params KeyValuePair<string, string>[] fields) =>
        LogEntry.MakeFirst(DateTimeOffset.UnixEpoch, "k", "", "", fields, Key);

    private static LogEntry Entry(params KeyValuePair<string, string>[] fields) =>
        LogEntry.Make(DateTimeOffset.UnixEpoch, "k", "", "", fields, Key);
}
