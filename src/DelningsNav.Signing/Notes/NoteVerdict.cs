namespace DelningsNav.Signing.Notes;

/// <summary>The result of checking a note's signatures against known keys. The set is closed.</summary>
public abstract record NoteVerdict
{
    private NoteVerdict()
    {
    }

    /// <summary>At least one known key signed, and no signature of a known key failed.</summary>
    /// <param name="Signers">The known keys that signed, each once. Never empty.</param>
    public sealed record SignedBy(IReadOnlyList<NoteVerifier> Signers) : NoteVerdict;

    /// <summary>No signature is by a known key, so nothing is known about the text.</summary>
    public sealed record NoKnownSigner : NoteVerdict;

    /// <summary>A signature claims to be by a known key and is not.</summary>
    /// <param name="Claimed">The key it claims.</param>
    public sealed record BadSignature(NoteVerifier Claimed) : NoteVerdict;
}
