using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Signing.Tests.Jws;

public sealed class DetachedJwsTests : IDisposable
{
    private const string Type = "test+jws";
    private static readonly byte[] Content = "{\"a\":1}"u8.ToArray();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly NoteSigner _signer;

    public DetachedJwsTests() => _signer = new NoteSigner("hub.example/receipts", _key);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void The_verdict_names_the_key_that_signed()
    {
        var signed = DetachedJws.Sign(_signer, Type, Content);

        Assert.Equal([_signer.Verifier], Assert.IsType<NoteVerdict.SignedBy>(Verify(signed)).Signers);
    }

    [Fact]
    public void Anybody_can_check_it_as_RFC_7515_says()
    {
        var parts = DetachedJws.Sign(_signer, Type, Content).Split('.');

        using var header = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]));
        var input = Encoding.ASCII.GetBytes($"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(Content)}");
        Assert.Equal("ES256", header.RootElement.GetProperty("alg").GetString());
        Assert.Equal($"hub.example/receipts+{_signer.Verifier.KeyId:x8}", header.RootElement.GetProperty("kid").GetString());
        Assert.Empty(parts[1]);
        Assert.True(_key.VerifyData(
            input, System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Fact]
    public void No_single_changed_character_of_a_signature_goes_unnoticed()
    {
        var signed = DetachedJws.Sign(_signer, Type, Content);

        Assert.All(Enumerable.Range(0, signed.Length), i =>
        {
            var changed = signed[..i] + (signed[i] == 'A' ? 'B' : 'A') + signed[(i + 1)..];
            Assert.IsNotType<NoteVerdict.SignedBy>(Verify(changed));
        });
    }

    [Fact]
    public void Changed_content_another_type_and_another_key_of_the_same_name_are_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = DetachedJws.Sign(_signer, Type, Content);

        Assert.IsType<NoteVerdict.BadSignature>(DetachedJws.Verify(signed, Type, "{\"a\":2}"u8, [_signer.Verifier]));
        Assert.IsType<NoteVerdict.NoKnownSigner>(DetachedJws.Verify(signed, "other+jws", Content, [_signer.Verifier]));
        Assert.IsType<NoteVerdict.NoKnownSigner>(
            DetachedJws.Verify(signed, Type, Content, [new NoteSigner("hub.example/receipts", other).Verifier]));
        Assert.IsType<NoteVerdict.NoKnownSigner>(DetachedJws.Verify(signed, Type, Content, []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b.c.d")]
    [InlineData("not a signature")]
    public void A_text_that_is_not_a_signature_has_no_signer(string text) => Assert.IsType<NoteVerdict.NoKnownSigner>(Verify(text));

    [Fact]
    public void A_message_cannot_choose_no_algorithm()
    {
        var header = System.Buffers.Text.Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($$"""{"alg":"none","kid":"hub.example/receipts+{{_signer.Verifier.KeyId:x8}}","typ":"{{Type}}"}"""));

        Assert.IsType<NoteVerdict.NoKnownSigner>(Verify(header + ".."));
    }

    [Fact]
    public void A_key_on_another_curve_neither_signs_nor_checks()
    {
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var signer = new NoteSigner("hub.example/receipts", large);

        Assert.Throws<ArgumentException>(() => DetachedJws.Sign(signer, Type, Content));
        Assert.IsType<NoteVerdict.NoKnownSigner>(
            DetachedJws.Verify(DetachedJws.Sign(_signer, Type, Content), Type, Content, [signer.Verifier]));
    }

    [Fact]
    public void An_Ed25519_key_is_checked_with_its_own_algorithm_and_no_other()
    {
        var line = "hub.example/receipts+" + Ed25519KeyId() + "+" + Convert.ToBase64String([1, .. Ed25519Key]);
        Assert.True(NoteVerifier.TryParse(line, out var key));

        var es256 = DetachedJws.Sign(_signer, Type, Content);

        Assert.Equal("EdDSA", key.JwsAlgorithm);
        Assert.IsType<NoteVerdict.NoKnownSigner>(DetachedJws.Verify(es256, Type, Content, [key]));
    }

    // The public key of test 1 in RFC 8032 section 7.1.
    private static readonly byte[] Ed25519Key = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static string Ed25519KeyId() => Convert.ToHexStringLower(
        SHA256.HashData([.. "hub.example/receipts\n"u8, 1, .. Ed25519Key]))[..8];

    private NoteVerdict Verify(string signature) => DetachedJws.Verify(signature, Type, Content, [_signer.Verifier]);
}
