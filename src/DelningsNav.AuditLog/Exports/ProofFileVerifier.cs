using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>Checks a single receipt without the hub that issued it.</summary>
public static class ProofFileVerifier
{
    /// <summary>Checks that the leaf in the receipt is in a log whose head a known key signed.</summary>
    /// <param name="proof">The receipt, with its leaf in <see cref="TlogProof.Extra"/>.</param>
    /// <param name="known">The trusted keys. A receipt contains no keys, and without a trusted key it proves nothing.</param>
    /// <param name="payload">The entry's payload, which is compared with the leaf; null when the person who checks does not have
    /// it.</param>
    public static ProofFileVerdict Verify(TlogProof proof, IReadOnlyList<NoteVerifier> known, EntryPayload? payload = null)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (!EntryLeaf.TryParse(proof.Extra.Span, out var leaf))
        {
            return new ProofFileVerdict.Unreadable("the receipt does not carry the leaf of a log entry");
        }

        var faults = new List<LogFault>();
        if (CheckpointTrust.Judge(proof.Checkpoint, known, out var signers) is { } fault)
        {
            faults.Add(fault);
        }

        if (CheckpointTrust.JudgeTime(known, signers, proof.Index, leaf.At) is { } ended)
        {
            faults.Add(ended);
        }

        if (!proof.Includes(leaf.Hash))
        {
            faults.Add(
                new LogFault(LogFaultKind.RootDiffers, proof.Index, "the proof does not lead from the leaf to the checkpoint's root"));
        }

        if (payload?.DifferencesFrom(leaf) is { Count: > 0 } fields)
        {
            faults.Add(new LogFault(
                LogFaultKind.PayloadDiffers, proof.Index, $"the payload is not the one its leaf binds{LogFault.In(fields)}"));
        }

        return faults.Count == 0 ? new ProofFileVerdict.Sound(leaf, signers) : new ProofFileVerdict.Unsound(faults);
    }
}

/// <summary>The result of checking a receipt. There are no other results than the types below.</summary>
public abstract record ProofFileVerdict
{
    private ProofFileVerdict()
    {
    }

    /// <summary>The receipt contains no leaf, so there is nothing to prove.</summary>
    /// <param name="Why">What is missing.</param>
    public sealed record Unreadable(string Why) : ProofFileVerdict;

    /// <summary>The leaf is in the log.</summary>
    /// <param name="Leaf">What was logged.</param>
    /// <param name="Signers">The known keys that signed the checkpoint. Never empty.</param>
    public sealed record Sound(EntryLeaf Leaf, IReadOnlyList<NoteVerifier> Signers) : ProofFileVerdict;

    /// <summary>At least one check failed.</summary>
    /// <param name="Faults">Every fault. Never empty.</param>
    public sealed record Unsound(IReadOnlyList<LogFault> Faults) : ProofFileVerdict;
}
