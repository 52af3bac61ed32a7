using DelningsNav.Signing;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>What one who has answered a consent keeps as proof of it, and can have checked without the hub (ISO/IEC TS 27560).</summary>
/// <remarks>
/// It states what was answered, to which exact text, and what has happened since as far as this signer may know. It proves that the log holds
/// an entry of just that, and that the entries of the signer's own steps are in the log. It holds the child's name, in the text, and belongs to the signer.
/// </remarks>
public sealed record ConsentReceipt
{
    /// <summary>The name and version of the format.</summary>
    public const string Schema = "delningsnav-consent-receipt@v1";

    /// <summary>The law that it is given under: Sweden's.</summary>
    public const string Jurisdiction = "SE";

    /// <summary>The longest receipt that is read, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    internal const string SignatureType = "delningsnav-consent-receipt+jws";

    /// <summary>The name of the log that it is proved by; the hub signs receipts under <see cref="SignerNameOf"/>.</summary>
    public required string Issuer { get; init; }

    /// <summary>When the receipt was made. What happened later is not in it.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>What was answered.</summary>
    public required ConsentStatement Statement { get; init; }

    /// <summary>The exact text that was shown, to the byte.</summary>
    public required string Text { get; init; }

    /// <summary>Where the consent can be taken back, an address.</summary>
    public required string HowToWithdraw { get; init; }

    /// <summary>How the consent stood when the receipt was made, a code, in what the signer may know of it.</summary>
    public required string Status { get; init; }

    /// <summary>What has happened, in order, in what the signer may know of it.</summary>
    public required IReadOnlyList<ConsentReceiptEvent> Events { get; init; }

    /// <summary>The proofs of the signer's own entries.</summary>
    public required ConsentReceiptProofs Proofs { get; init; }

    /// <summary>The name under which the hub of a log signs receipts, so that no other signature of its key can stand for one.</summary>
    public static string SignerNameOf(string issuer) => issuer + "/receipts";

    /// <summary>The receipt as a file: canonical JSON (RFC 8785), signed over all its other members (RFC 7515).</summary>
    public byte[] Sign(NoteSigner signer)
    {
        var signature = DetachedJws.Sign(signer, SignatureType, ConsentReceiptFormat.Write(this, null));
        return ConsentReceiptFormat.Write(this, signature);
    }
}

/// <summary>One thing that happened to a consent.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When, in UTC and whole milliseconds; of the signer's own steps, as the log has it.</param>
public sealed record ConsentReceiptEvent(ConsentReceiptEventKind Kind, DateTimeOffset At);

/// <summary>What can happen to a consent, as a signer may know it: never what another signer has answered.</summary>
public enum ConsentReceiptEventKind
{
    /// <summary>The family was asked.</summary>
    Requested,

    /// <summary>The holder of the receipt answered.</summary>
    AnsweredBySigner,

    /// <summary>Everybody who must sign had signed.</summary>
    Active,

    /// <summary>What held was taken back, by another.</summary>
    Withdrawn,

    /// <summary>The holder of the receipt took their yes back.</summary>
    WithdrawnBySigner,
}

/// <summary>The proofs in a receipt.</summary>
/// <param name="Statement">That the log holds the entry of the statement.</param>
/// <param name="StatementKey">The key that opens that entry's commitments, 32 bytes, and those of no other entry.</param>
/// <param name="Answer">That it holds the entry of the answer itself, which others' answers may be read out of and is not opened.</param>
/// <param name="Withdrawal">That it holds the entry of the signer's own withdrawal, or null.</param>
public sealed record ConsentReceiptProofs(TlogProof Statement, ReadOnlyMemory<byte> StatementKey, TlogProof Answer, TlogProof? Withdrawal);
