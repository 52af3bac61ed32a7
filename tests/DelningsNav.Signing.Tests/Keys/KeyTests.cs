using System.Security.Cryptography;

namespace DelningsNav.Signing.Tests.Keys;

public sealed class KeyTests
{
    // The key of RFC 9421 appendix B.1.3. Its thumbprint was computed with OpenSSL and sha256sum.
    private const string PublishedPem = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
        w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
        -----END PUBLIC KEY-----
        """;

    private const string X = "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA";

    private const string Y = "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0";

    private const string PublishedJwk = $$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}"}""";

    [Fact]
    public void A_key_survives_being_written_and_read_in_every_form()
    {
        using var key = SigningKey.Create();

        using var again = SigningKey.FromPem(key.ToPem());
        var fromPem = VerificationKey.FromPem(key.PublicKey.ToPem());
        var fromJwk = VerificationKey.FromJwk(key.PublicKey.ToJwk());

        Assert.Equal(key.KeyId, again.KeyId);
        Assert.Equal(key.KeyId, fromPem.KeyId);
        Assert.Equal(key.KeyId, fromJwk.KeyId);
        Assert.True(fromJwk.Verify([1, 2, 3], again.Sign([1, 2, 3])));
        Assert.False(fromPem.Verify([1, 2, 4], again.Sign([1, 2, 3])));
    }

    [Fact]
    public void The_key_id_is_the_thumbprint_of_the_public_half()
    {
        var fromPem = VerificationKey.FromPem(PublishedPem);
        var fromJwk = VerificationKey.FromJwk(PublishedJwk);

        Assert.Equal("ydQXMtvbsOsZyFir-Y7A8t7fKEM1gbKPvyFkdpu4fvI", fromPem.KeyId);
        Assert.Equal(fromPem.KeyId, fromJwk.KeyId);
    }

    [Fact]
    public void A_signature_of_the_wrong_length_or_shape_does_not_hold()
    {
        using var key = SigningKey.Create();
        var signature = key.Sign([1]);

        Assert.Equal(64, signature.Length);
        Assert.False(key.PublicKey.Verify([1], []));
        Assert.False(key.PublicKey.Verify([1], signature.AsSpan(0, 63)));
        Assert.False(key.PublicKey.Verify([1], new byte[64]));
    }

    [Fact]
    public void One_key_can_sign_and_check_on_many_threads_at_once()
    {
        using var key = SigningKey.Create();
        var faults = 0;

        Parallel.For(0, 500, i =>
        {
            byte[] text = [(byte)i, (byte)(i >> 8)];
            Interlocked.Add(ref faults, key.PublicKey.Verify(text, key.Sign(text)) ? 0 : 1);
        });

        Assert.Equal(0, faults);
    }

    [Theory]
    [InlineData("nothing at all")]
    [InlineData(PublishedPem)]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void A_text_that_holds_no_private_key_is_refused_with_the_reason(string pem)
    {
        var refusal = Assert.Throws<FormatException>(() => SigningKey.FromPem(pem));

        Assert.Contains("key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_on_another_curve_or_of_another_kind_is_refused()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);

        Assert.Throws<FormatException>(() => SigningKey.FromPem(larger.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<FormatException>(() => SigningKey.FromPem(rsa.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<FormatException>(() => VerificationKey.FromPem(larger.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<FormatException>(() => VerificationKey.FromPem(rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<FormatException>(() => VerificationKey.FromPem(larger.ExportPkcs8PrivateKeyPem()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"kty":"RSA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":1,"y":2}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{X}}"}""")]
    [InlineData($$"""{"kty":"EC","crv":"P-256","d":"AA","x":"{{X}}","y":"{{Y}}"}""")]
    public void A_web_key_that_is_not_one_public_point_on_the_curve_is_refused(string json)
    {
        Assert.Throws<FormatException>(() => VerificationKey.FromJwk(json));
    }

    [Fact]
    public void A_signing_key_does_not_show_itself_in_text()
    {
        using var key = SigningKey.Create();

        Assert.Equal($"signing key {key.KeyId}", key.ToString());
    }
}
