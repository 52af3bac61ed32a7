using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog.Tests.Exports;

public sealed class ProofFileVerifierTests
{
    [Fact]
    public void A_receipt_with_its_payload_is_sound_for_a_reader_with_the_key()
    {
        using var log = new SampleLog(9);

        var verdict = ProofFileVerifier.Verify(Receipt(log, 4), [log.Signer.Verifier], log.Entries[4].Payload);

        var sound = Assert.IsType<ProofFileVerdict.Sound>(verdict);
        Assert.Equal(log.Entries[4].Leaf.Hash, sound.Leaf.Hash);
        Assert.Equal([log.Signer.Verifier], sound.Signers);
    }

    [Fact]
    public void Another_entrys_payload_another_index_and_another_key_are_named()
    {
        using var log = new SampleLog(9);
        using var other = new SampleLog(0);
        var receipt = Receipt(log, 4);
        NoteVerifier[] keys = [log.Signer.Verifier];

        Assert.Equal(LogFaultKind.PayloadDiffers, Fault(ProofFileVerifier.Verify(receipt, keys, log.Entries[5].Payload)).Kind);
        Assert.Equal(LogFaultKind.RootDiffers, Fault(ProofFileVerifier.Verify(receipt with { Index = 5 }, keys)).Kind);
        Assert.Equal(LogFaultKind.UnknownSigner, Fault(ProofFileVerifier.Verify(receipt, [other.Signer.Verifier])).Kind);
        Assert.Equal(LogFaultKind.UnknownOrigin, Fault(ProofFileVerifier.Verify(receipt, [])).Kind);
    }

    [Fact]
    public void A_receipt_without_its_leaf_is_unreadable()
    {
        using var log = new SampleLog(9);

        Assert.IsType<ProofFileVerdict.Unreadable>(
            ProofFileVerifier.Verify(Receipt(log, 4) with { Extra = Array.Empty<byte>() }, [log.Signer.Verifier]));
    }

    private static TlogProof Receipt(SampleLog log, int index)
    {
        var batch = Frontier.Empty.Append(log.Entries.ConvertAll(entry => entry.Leaf.Hash));
        return new AuditReceipt(log.Entries[index].Leaf, batch.Proofs[index], log.Checkpoint()).ToProofFile();
    }

    private static LogFault Fault(ProofFileVerdict verdict) => Assert.Single(Assert.IsType<ProofFileVerdict.Unsound>(verdict).Faults);
}
