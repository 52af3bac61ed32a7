using DelningsNav.Signing;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>The signer's proof of an answer to a consent. It can be checked without the hub (ISO/IEC TS 27560).</summary>
/// <remarks>
/// The receipt states the answer, the exact text, and the later events that this signer may know. It proves that the log contains an
/// entry with exactly these facts, and the entries of the signer's own steps. The text contains the child's name. The receipt belongs to
/// the signer.
/// </remarks>
public sealed record ConsentReceipt
{
    /// <summary>The name and version of the format.</summary>
    public const string Schema = "delningsnav-consent-receipt@v1";

    /// <summary>The jurisdiction: Sweden.</summary>
    public const string Jurisdiction = "SE";

    /// <summary>The longest receipt that is read, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    internal const string SignatureType = "delningsnav-consent-receipt+jws";

    /// <summary>
    /// The name of the log that the proofs are from. The hub signs receipts under the name that <see cref="SignerNameOf"/> returns.
    /// </summary>
    public required string Issuer { get; init; }

    /// <summary>When the receipt was made. Later events are not in it.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The answer and what it was an answer to.</summary>
    public required ConsentStatement Statement { get; init; }

    /// <summary>The exact text that was shown, to the byte.</summary>
    public required string Text { get; init; }

    /// <summary>The address where the consent can be withdrawn.</summary>
    public required string HowToWithdraw { get; init; }

    /// <summary>The code of the consent's state when the receipt was made, as far as the signer may know the state.</summary>
    public required string Status { get; init; }

    /// <summary>The events in order, as far as the signer may know them.</summary>
    public required IReadOnlyList<ConsentReceiptEvent> Events { get; init; }

    /// <summary>The proofs of the signer's own entries.</summary>
    public required ConsentReceiptProofs Proofs { get; init; }

    /// <summary>
    /// The name under which the hub of a log signs receipts. The name is used only for receipts, so that no other signature by the hub's
    /// key is valid for a receipt.
    /// </summary>
    public static string SignerNameOf(string issuer) => issuer + "/receipts";

    /// <summary>The receipt as a file: canonical JSON (RFC 8785), signed over all its other members (RFC 7515).</summary>
    public byte[] Sign(NoteSigner signer)
    {
        var signature = DetachedJws.Sign(signer, SignatureType, ConsentReceiptFormat.Write(this, null));
        return ConsentReceiptFormat.Write(this, signature);
    }
}

/// <summary>One event in the life of a consent.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When it happened, in UTC and whole milliseconds. For the signer's own steps it is the time in the log.</param>
public sealed record ConsentReceiptEvent(ConsentReceiptEventKind Kind, DateTimeOffset At);

/// <summary>The events in the life of a consent that a signer may know. Another signer's answer is never one of them.</summary>
public enum ConsentReceiptEventKind
{
    /// <summary>The family was asked.</summary>
    Requested,

    /// <summary>The holder of the receipt answered.</summary>
    AnsweredBySigner,

    /// <summary>Every signer had signed.</summary>
    Active,

    /// <summary>Another signer withdrew a consent that was active.</summary>
    Withdrawn,

    /// <summary>The holder of the receipt withdrew their answer.</summary>
    WithdrawnBySigner,
}

/// <summary>The proofs in a receipt.</summary>
/// <param name="Statement">Proves that the log contains the entry of the statement.</param>
/// <param name="StatementKey">The key of that entry's commitments, 32 bytes. It opens the commitments of this entry only.</param>
/// <param name="Answer">Proves the entry of the answer itself. It is not opened, because it could reveal others' answers.</param>
/// <param name="Withdrawal">Proves the entry of the signer's own withdrawal; null when the signer has not withdrawn.</param>
public sealed record ConsentReceiptProofs(TlogProof Statement, ReadOnlyMemory<byte> StatementKey, TlogProof Answer, TlogProof? Withdrawal);
