using System.Security.Cryptography;
using DelningsNav.AuditLog.Tests.Exports;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog.Tests.Keys;

/// <summary>A list of signed statements leads from a key that is trusted to those before and after it, and to nothing else.</summary>
public sealed class KeyListTests
{
    private const string Origin = SampleLog.Origin;
    private static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddDays(30);

    private readonly ECDsa _first = Key();
    private readonly ECDsa _second = Key();
    private readonly ECDsa _third = Key();
    private readonly ECDsa _thief = Key();
    private readonly ECDsa _receipts = Key();

    [Fact]
    public void Who_has_the_first_log_key_follows_to_the_last_and_who_has_the_last_learns_the_first()
    {
        var list = KeyList.Write([Next(_first, _second, Start), Next(_second, _third, Start.AddDays(100))]);

        var forward = Sound([Log(_first)], list);
        var backward = Sound([Log(_third)], list);

        foreach (var keys in (KeyList[])[forward, backward])
        {
            Assert.Equal(3, keys.Count);
            Assert.True(keys.IsValidAt(Log(_first), End.AddSeconds(-1)));
            Assert.False(keys.IsValidAt(Log(_first), End));
            Assert.False(keys.IsValidAt(Log(_second), Start.AddSeconds(-1)));
            Assert.True(keys.IsValidAt(Log(_third), Start.AddYears(9)));
        }
    }

    [Fact]
    public void A_second_heir_of_a_key_is_a_forgery_whichever_stands_first()
    {
        var (trueOne, forged) = (Next(_first, _second, Start), Next(_first, _thief, Start));

        Assert.Contains("one of them is forged", Faulty([Log(_first)], KeyList.Write([trueOne, forged])), StringComparison.Ordinal);
        Assert.Contains("one of them is forged", Faulty([Log(_first)], KeyList.Write([forged, trueOne])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_succession_that_the_key_before_has_not_signed_is_refused()
    {
        var byItselfAlone = SignedNote.Sign(Statement(_first, _thief, Start, Start).ToNoteText(), Signer(_thief));
        var byAStranger = SignedNote.Sign(Statement(_first, _second, Start, Start).ToNoteText(), Signer(_thief));

        Assert.Contains("no known log key", Faulty([Log(_first)], KeyList.Write([byItselfAlone])), StringComparison.Ordinal);
        Assert.Contains("no known log key", Faulty([Log(_first)], KeyList.Write([byAStranger])), StringComparison.Ordinal);
        Assert.Contains(
            "of which no key is known", Faulty([Log(_first).Under("other/log")], KeyList.Write([byAStranger])), StringComparison.Ordinal);
        Assert.Contains("not a row", Faulty([Log(_first)], "nothing\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_has_ended_vouches_for_nothing_more()
    {
        var late = SignedNote.Sign(Statement(_first, _thief, End.AddDays(1), End.AddDays(1), End).ToNoteText(), Signer(_first));
        Assert.Contains("no known log key", Faulty([Log(_first)], KeyList.Write([late])), StringComparison.Ordinal);

        var receipts = Receipts(End);
        Assert.Contains(
            "no known log key", Faulty([Log(_first)], KeyList.Write([receipts, Next(_first, _second, Start)])), StringComparison.Ordinal);
        Assert.Equal(3, Sound([Log(_first)], KeyList.Write([Receipts(Start), Next(_first, _second, Start)])).Count);
    }

    [Fact]
    public void A_proof_from_before_a_rotation_verifies_with_the_list_and_one_by_a_key_that_had_ended_does_not()
    {
        using var log = new SampleLog(9);
        var checkpoint = SignedByFirst(log);
        var batch = Frontier.Empty.Append(log.Entries.ConvertAll(entry => entry.Leaf.Hash));
        var proof = new AuditReceipt(log.Entries[4].Leaf, batch.Proofs[4], checkpoint).ToProofFile();

        Assert.IsType<ProofFileVerdict.Sound>(
            ProofFileVerifier.Verify(proof, Sound([Log(_second)], KeyList.Write([Next(_first, _second, Start)]))));

        var beforeTheEntry = log.Entries[4].Leaf.At.AddSeconds(-60);
        var ended = EndedAt(beforeTheEntry);
        var refused = Assert.IsType<ProofFileVerdict.Unsound>(
            ProofFileVerifier.Verify(proof, Sound([Log(_second)], KeyList.Write([ended]))));
        Assert.Contains("ended at", Assert.Single(refused.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_signed_with_a_key_that_had_ended_before_its_last_entry_is_unsound()
    {
        using var log = new SampleLog(90);
        var last = log.Entries[^1].Leaf.At;
        var export = await log.ExportAsync(SignedByFirst(log));
        async Task<LogExportVerdict> VerifyAsync(DateTimeOffset end)
        {
            var trust = new LogTrust { Keys = Sound([Log(_second)], KeyList.Write([EndedAt(end)])) };
            return await LogExportVerifier.VerifyAsync(new MemoryStream(export), trust, null, TestContext.Current.CancellationToken);
        }

        Assert.IsType<LogExportVerdict.Sound>(await VerifyAsync(last.AddSeconds(1)));
        Assert.IsType<LogExportVerdict.Unsound>(await VerifyAsync(last));
    }

    private SignedCheckpoint SignedByFirst(SampleLog log) =>
        new Checkpoint(Origin, log.Entries.Count, MerkleTree.Root(log.Entries.Select(e => e.Leaf.Hash)))
            .Sign(new NoteSigner(Origin, _first));

    private SignedNote EndedAt(DateTimeOffset end) =>
        SignedNote.Sign(Statement(_first, _second, end, end.AddDays(-1), end).ToNoteText(), Signer(_first)).With(Signer(_second));

    private SignedNote Receipts(DateTimeOffset at)
    {
        var key = NoteVerifier.Ecdsa(KeyStatement.NameOf(Origin, KeyPurpose.Receipts), _receipts.ExportSubjectPublicKeyInfo());
        return SignedNote.Sign(new KeyStatement(Origin, KeyPurpose.Receipts, key, at, null, at).ToNoteText(), Signer(_first));
    }

    private static SignedNote Next(ECDsa old, ECDsa made, DateTimeOffset from) =>
        SignedNote.Sign(Statement(old, made, from, from.AddHours(-1)).ToNoteText(), Signer(old)).With(Signer(made));

    private static KeyStatement Statement(ECDsa old, ECDsa made, DateTimeOffset from, DateTimeOffset at, DateTimeOffset? until = null) =>
        new(Origin, KeyPurpose.Log, Log(made), from, new ReplacedKey(Log(old), until ?? from.AddDays(30)), at);

    private static KeyList Sound(IReadOnlyList<NoteVerifier> trusted, string list) =>
        Assert.IsType<KeyListVerdict.Sound>(KeyList.Follow(trusted, list)).Keys;

    private static string Faulty(IReadOnlyList<NoteVerifier> trusted, string list) =>
        Assert.IsType<KeyListVerdict.Faulty>(KeyList.Follow(trusted, list)).Why;

    private static NoteVerifier Log(ECDsa key) => NoteVerifier.Ecdsa(Origin, key.ExportSubjectPublicKeyInfo());

    private static NoteSigner Signer(ECDsa key) => new(KeyStatement.SignerNameOf(Origin), key);

    private static ECDsa Key() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
