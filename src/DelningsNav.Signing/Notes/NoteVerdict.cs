namespace DelningsNav.Signing.Notes;

/// <summary>The result of checking a note's signatures against known keys. There are no other results than the types below.</summary>
public abstract record NoteVerdict
{
    private NoteVerdict()
    {
    }

    /// <summary>At least one known key signed, and no signature of a known key failed.</summary>
    /// <param name="Signers">The known keys that signed, each once. Never empty.</param>
    public sealed record SignedBy(IReadOnlyList<NoteVerifier> Signers) : NoteVerdict;

    /// <summary>No signature names a known key. Nothing is therefore proved about the text.</summary>
    public sealed record NoKnownSigner : NoteVerdict;

    /// <summary>A signature names a known key, but that key did not make it.</summary>
    /// <param name="Claimed">The known key that the signature names.</param>
    public sealed record BadSignature(NoteVerifier Claimed) : NoteVerdict;
}
