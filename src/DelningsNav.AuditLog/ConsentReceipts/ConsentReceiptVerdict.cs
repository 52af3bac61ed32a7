using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>The result of checking a receipt of consent. There are no other results than the types below.</summary>
public abstract record ConsentReceiptVerdict
{
    private ConsentReceiptVerdict()
    {
    }

    /// <summary>The file is not a receipt of consent, so nothing could be checked.</summary>
    /// <param name="Why">Why it could not be checked.</param>
    public sealed record Unreadable(string Why) : ConsentReceiptVerdict;

    /// <summary>Every check was made and passed.</summary>
    /// <param name="Receipt">What the receipt says.</param>
    /// <param name="Signers">The known keys that signed it. Never empty.</param>
    public sealed record Sound(ConsentReceipt Receipt, IReadOnlyList<NoteVerifier> Signers) : ConsentReceiptVerdict;

    /// <summary>At least one check failed.</summary>
    /// <param name="Faults">Every fault. Never empty.</param>
    public sealed record Unsound(IReadOnlyList<ConsentReceiptFault> Faults) : ConsentReceiptVerdict;
}
