namespace DelningsNav.AuditLog;

/// <summary>What one person answered to one consent: every fact that a receipt states and that an entry of the log binds.</summary>
/// <remarks>
/// The entry is made for the receipt, in the transaction of the answer, and contains these facts and nothing else
/// (ADR 0022). Anyone with its key
/// can test guesses at every field of it, so a fact that the signer may not know must never be added here.
/// </remarks>
public sealed record ConsentStatement
{
    /// <summary>The consent.</summary>
    public required string Consent { get; init; }

    /// <summary>The child, by a reference that identifies nobody outside the hub.</summary>
    public required string Subject { get; init; }

    /// <summary>The signer, by such a reference.</summary>
    public required string Signer { get; init; }

    /// <summary>The capacity in which the signer answered.</summary>
    public required ConsentSignerCapacity Capacity { get; init; }

    /// <summary>Whether the answer was yes.</summary>
    public required bool IsGranted { get; init; }

    /// <summary>The case, by a reference.</summary>
    public required string Case { get; init; }

    /// <summary>The disclosing party, which answers for the records (GDPR article 4.7).</summary>
    public required ConsentReceiptParty Controller { get; init; }

    /// <summary>The recipient of the records.</summary>
    public required ConsentReceiptParty Recipient { get; init; }

    /// <summary>The purpose, a code.</summary>
    public required string Purpose { get; init; }

    /// <summary>The types of records, codes of the catalogue.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day that the records may cover, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment at which the consent is no longer valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>How often it may be used, a code; null when the consent does not say.</summary>
    public string? UseLimit { get; init; }

    /// <summary>How long the recipient has promised to store the records, a code; null when the consent does not say.</summary>
    public string? RetentionPromise { get; init; }

    /// <summary>The version of the text that was shown.</summary>
    public required string TextVersion { get; init; }

    /// <summary>The language of the text that was shown.</summary>
    public required string TextLanguage { get; init; }

    /// <summary>The SHA-256 of the text that was shown, in lower-case hexadecimal.</summary>
    public required string TextHash { get; init; }

    /// <summary>
    /// How it was answered, <see cref="OnPaper"/> or <see cref="Orally"/>, when staff recorded the answer; null when the
    /// signer signed in and answered.
    /// </summary>
    public string? AnswerForm { get; init; }

    /// <summary>On paper, recorded by one member of staff and confirmed by another.</summary>
    public const string OnPaper = "paper";

    /// <summary>Orally, recorded by one member of staff and confirmed by another.</summary>
    public const string Orally = "oral";
}

/// <summary>The capacity in which a signer answered.</summary>
public enum ConsentSignerCapacity
{
    /// <summary>As a guardian of the child that the records are about.</summary>
    Guardian,

    /// <summary>As the child that the records are about.</summary>
    Self,
}
