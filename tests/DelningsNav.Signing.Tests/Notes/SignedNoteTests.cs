using System.Security.Cryptography;
using DelningsNav.Signing.Notes;

namespace DelningsNav.Signing.Tests.Notes;

public sealed class SignedNoteTests : IDisposable
{
    private const string Text = "nav.example/audit\n3\nroot\n";
    private readonly List<ECDsa> _keys = [];

    public void Dispose() => _keys.ForEach(key => key.Dispose());

    [Theory]
    [InlineData("1.2.840.10045.3.1.7")]
    [InlineData("1.3.132.0.34")]
    [InlineData("1.3.132.0.35")]
    public void A_note_signed_with_a_known_key_verifies_after_storage(string curve)
    {
        var signer = Signer("nav.example/audit", ECCurve.CreateFromValue(curve));

        Assert.True(SignedNote.TryParse(SignedNote.Sign(Text, signer).ToString(), out var note));

        Assert.Equal(Text, note.Text);
        Assert.Equal([signer.Verifier], Assert.IsType<NoteVerdict.SignedBy>(note.Verify([signer.Verifier])).Signers);
    }

    // Signed once with OpenSSL, by the key of RFC 8032 section 7.1, test 1: .NET can check Ed25519 here but not sign with it.
    [Fact]
    public void A_note_signed_with_Ed25519_verifies_and_a_changed_one_does_not()
    {
        Assert.SkipUnless(Ed25519.IsSupported, "no OpenSSL 3 on this machine, which Ed25519 needs");
        Assert.True(NoteVerifier.TryParse("nav.example/audit+6cc3b903+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea", out var verifier));
        const string Signature =
            "bMO5A3JW45k30tqbsaMFqaPJRhQVYYr34IQM2q+G3g76VllouoMKcr8dd+KS7YRGtKOT/LRKc+bhQS1ZP0xx2tNgbwY=";
        var text = $"{Text}\n\u2014 nav.example/audit {Signature}\n";

        Assert.True(SignedNote.TryParse(text, out var note));
        Assert.True(SignedNote.TryParse(text.Replace("\n3\n", "\n4\n", StringComparison.Ordinal), out var changed));

        Assert.Equal([verifier], Assert.IsType<NoteVerdict.SignedBy>(note.Verify([verifier])).Signers);
        Assert.IsType<NoteVerdict.BadSignature>(changed.Verify([verifier]));
        Assert.Equal(text, note.ToString());
    }

    [Fact]
    public void A_changed_text_makes_the_note_bad()
    {
        var signer = Signer("a");
        var forged = SignedNote.Sign(Text, signer).ToString().Replace("\n3\n", "\n4\n", StringComparison.Ordinal);

        Assert.True(SignedNote.TryParse(forged, out var note));

        Assert.Equal(signer.Verifier, Assert.IsType<NoteVerdict.BadSignature>(note.Verify([signer.Verifier])).Claimed);
    }

    [Fact]
    public void Unknown_signers_are_ignored_and_give_no_trust_alone()
    {
        var (known, unknown) = (Signer("a"), Signer("b"));
        var note = SignedNote.Sign(Text, unknown);

        Assert.IsType<NoteVerdict.NoKnownSigner>(note.Verify([known.Verifier]));
        Assert.IsType<NoteVerdict.NoKnownSigner>(note.Verify([]));
        Assert.IsType<NoteVerdict.SignedBy>(note.With(known).Verify([known.Verifier]));
    }

    [Fact]
    public void A_bad_signature_of_one_known_key_makes_the_note_bad_even_if_another_is_good()
    {
        var (good, bad) = (Signer("a"), Signer("b"));
        var foreign = SignedNote.Sign("other\n", bad).Signatures[0];

        Assert.True(SignedNote.TryParse($"{SignedNote.Sign(Text, good)}{foreign}\n", out var note));

        Assert.IsType<NoteVerdict.BadSignature>(note.Verify([good.Verifier, bad.Verifier]));
        Assert.IsType<NoteVerdict.SignedBy>(note.Verify([good.Verifier]));
    }

    [Fact]
    public void A_key_of_the_same_name_but_another_id_is_unknown()
    {
        var (known, namesake) = (Signer("a"), Signer("a"));

        Assert.IsType<NoteVerdict.NoKnownSigner>(SignedNote.Sign(Text, namesake).Verify([known.Verifier]));
    }

    [Fact]
    public void As_many_signatures_as_the_limit_are_accepted_and_one_more_is_refused()
    {
        var signer = Signer("a");
        var line = SignedNote.Sign(Text, signer).Signatures[0] + "\n";

        var most = Text + "\n" + string.Concat(Enumerable.Repeat(line, SignedNote.MaxSignatures));

        Assert.InRange(SignedNote.MaxSignatures, 16, int.MaxValue);
        Assert.True(SignedNote.TryParse(most, out var note));
        Assert.Single(Assert.IsType<NoteVerdict.SignedBy>(note.Verify([signer.Verifier])).Signers);
        Assert.False(SignedNote.TryParse(most + line, out _));
    }

    [Fact]
    public void The_last_empty_line_divides_text_and_signatures()
    {
        var signer = Signer("a");

        Assert.True(SignedNote.TryParse(SignedNote.Sign("one\n\n— fake AAAAAAA=\n\ntwo\n", signer).ToString(), out var note));

        Assert.Equal("one\n\n— fake AAAAAAA=\n\ntwo\n", note.Text);
        Assert.Single(note.Signatures);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n— a AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAAA=")]
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n—a AAAAAAA=\n")]
    [InlineData("text\n\n— a+b AAAAAAA=\n")]
    [InlineData("text\n\n—  AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAAA\n")]
    [InlineData("text\n\n— a AAAAAAB=\n")]
    [InlineData("text\n\n— a  AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAA==\n")]
    [InlineData("text\n\n— a AAAAAAA=\nmore\n")]
    [InlineData("te\txt\n\n— a AAAAAAA=\n")]
    [InlineData("text\r\n\n— a AAAAAAA=\n")]
    public void Anything_but_the_format_is_refused(string note) => Assert.False(SignedNote.TryParse(note, out _));

    [Fact]
    public void A_note_with_half_a_surrogate_pair_is_refused() =>
        Assert.False(SignedNote.TryParse("te\ud800xt\n\n— a AAAAAAA=\n", out _));

    [Theory]
    [InlineData("")]
    [InlineData("no line feed")]
    [InlineData("tab\t\n")]
    public void A_text_that_could_not_be_read_back_is_not_signed(string text) =>
        Assert.Throws<ArgumentException>(() => SignedNote.Sign(text, Signer("a")));

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a+b")]
    [InlineData("a\u00a0b")]
    public void A_name_that_is_not_valid_in_a_note_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Signer(name));

    private NoteSigner Signer(string name, ECCurve? curve = null)
    {
        var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        _keys.Add(key);
        return new NoteSigner(name, key);
    }
}
