using System.Security.Cryptography;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Signing.Tests.Notes;

public sealed class NoteVerifierTests
{
    // A key of another implementation, published with its id: the checkpoint key of a public log.
    private const string Published =
        "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smG"
        + "NM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";

    [Fact]
    public void A_published_verifier_key_line_is_read_and_its_id_is_the_start_of_the_hash_of_the_key()
    {
        Assert.True(NoteVerifier.TryParse(Published, out var verifier));

        Assert.Equal(NoteKeyType.Ecdsa, verifier.Type);
        Assert.Equal("rekor.sigstore.dev", verifier.Name);
        Assert.Equal(0xc0d23d6a, verifier.KeyId);
        Assert.Equal(Published, verifier.ToString());
    }

    [Fact]
    public void The_published_Ed25519_note_verifies_and_a_changed_one_does_not()
    {
        Assert.SkipUnless(Ed25519.IsSupported, "no OpenSSL 3 on this machine, which Ed25519 needs");
        var folder = Path.Combine(Vectors(), "merkle", "c2sp");
        var text = File.ReadAllText(Path.Combine(folder, "signed-note-example.txt"));

        Assert.True(NoteVerifier.TryParse(File.ReadAllText(Path.Combine(folder, "signed-note-example.vkey")), out var verifier));
        Assert.True(SignedNote.TryParse(text, out var note));
        Assert.True(SignedNote.TryParse(text.Replace("example message", "example massage", StringComparison.Ordinal), out var changed));

        Assert.Equal(0x530d903au, verifier.KeyId);
        Assert.IsType<NoteVerdict.SignedBy>(note.Verify([verifier]));
        Assert.IsType<NoteVerdict.BadSignature>(changed.Verify([verifier]));
        Assert.Equal(text, note.ToString());
    }

    // RFC 8032 section 7.1, tests 1 to 3.
    [Theory]
    [InlineData(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Ed25519_follows_the_published_tests(string key, string message, string signature)
    {
        Assert.SkipUnless(Ed25519.IsSupported, "no OpenSSL 3 on this machine, which Ed25519 needs");
        var (k, m, s) = (Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature));

        Assert.True(Ed25519.Verify(k, m, s));
        for (var bit = 0; bit < 512; bit += 37)
        {
            var flipped = (byte[])s.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(k, m, flipped));
        }

        Assert.False(Ed25519.Verify(k, [.. m, 0], s));
        Assert.False(Ed25519.Verify(k, m, s.AsSpan(0, 63)));
    }

    [Fact]
    public void An_Ed25519_signature_with_the_group_order_added_is_refused()
    {
        Assert.SkipUnless(Ed25519.IsSupported, "no OpenSSL 3 on this machine, which Ed25519 needs");
        var key = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        var signature = Convert.FromHexString(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        var order = System.Numerics.BigInteger.Pow(2, 252)
            + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        var s = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        s.TryWriteBytes(signature.AsSpan(32), out _, isUnsigned: true);

        Assert.False(Ed25519.Verify(key, [], signature));
    }

    [Fact]
    public void A_key_line_is_read_back_and_equal()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var verifier = new NoteSigner("nav.example/audit", key).Verifier;

        Assert.True(NoteVerifier.TryParse(verifier + "\n", out var read));

        Assert.Equal(verifier, read);
    }

    [Fact]
    public void A_key_that_is_not_on_a_named_curve_of_the_standard_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);

        Assert.Throws<ArgumentException>(() => new NoteSigner("a", key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rekor")]
    [InlineData("rekor+c0d23d6a")]
    [InlineData("rekor+c0d23d6a+")]
    [InlineData("rekor+c0d23d6a+AjBZ")]
    [InlineData("rekor+c0d23d6a+BTBZ")]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=")]
    public void A_line_that_is_no_key_or_whose_id_is_wrong_is_refused(string line) =>
        Assert.False(NoteVerifier.TryParse(line, out _));

    private static string Vectors()
    {
        var folder = Environment.GetEnvironmentVariable("DELNINGSNAV_VECTORS");
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); folder is null && up is not null; up = up.Parent)
        {
            folder = File.Exists(Path.Combine(up.FullName, "DelningsNav.sln"))
                ? Path.Combine(up.FullName, "..", "shared", "vectors")
                : null;
        }

        Assert.SkipUnless(Directory.Exists(folder), "the published vectors are not next to this checkout; set DELNINGSNAV_VECTORS");
        return folder!;
    }
}
