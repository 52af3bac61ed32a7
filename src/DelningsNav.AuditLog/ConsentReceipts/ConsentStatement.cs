namespace DelningsNav.AuditLog;

/// <summary>One person's answer to one consent: every fact that a receipt states and that an entry of the log is committed to.</summary>
/// <remarks>
/// The entry is made for the receipt, in the transaction of the answer, and contains these facts and nothing else (ADR 0022). Anyone who
/// has the entry's key can test guesses of every field. A fact that the signer may not know must therefore never be added here.
/// </remarks>
public sealed record ConsentStatement
{
    /// <summary>The consent.</summary>
    public required string Consent { get; init; }

    /// <summary>The child, by a reference that identifies nobody outside the hub.</summary>
    public required string Subject { get; init; }

    /// <summary>The signer, by a reference that identifies nobody outside the hub.</summary>
    public required string Signer { get; init; }

    /// <summary>The capacity in which the signer answered.</summary>
    public required ConsentSignerCapacity Capacity { get; init; }

    /// <summary>Whether the answer was yes.</summary>
    public required bool IsGranted { get; init; }

    /// <summary>The case, by a reference.</summary>
    public required string Case { get; init; }

    /// <summary>The disclosing party, which is the controller of the records (GDPR article 4.7).</summary>
    public required ConsentReceiptParty Controller { get; init; }

    /// <summary>The recipient of the records.</summary>
    public required ConsentReceiptParty Recipient { get; init; }

    /// <summary>The code of the purpose.</summary>
    public required string Purpose { get; init; }

    /// <summary>The types of records, as codes from the catalogue.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day that the records may cover, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the consent was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment at which the consent is no longer valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The code for how often the consent may be used; null when the consent does not state a limit.</summary>
    public string? UseLimit { get; init; }

    /// <summary>
    /// The code for how long the recipient has promised to store the records; null when the consent does not state a promise.
    /// </summary>
    public string? RetentionPromise { get; init; }

    /// <summary>The version of the text that was shown.</summary>
    public required string TextVersion { get; init; }

    /// <summary>The language of the text that was shown.</summary>
    public required string TextLanguage { get; init; }

    /// <summary>The SHA-256 of the text that was shown, in lower-case hexadecimal.</summary>
    public required string TextHash { get; init; }

    /// <summary>
    /// The form of the answer, <see cref="OnPaper"/> or <see cref="Orally"/>, when staff recorded the answer. It is null when the signer
    /// signed in and answered.
    /// </summary>
    public string? AnswerForm { get; init; }

    /// <summary>The answer was given on paper, recorded by one member of staff and confirmed by another.</summary>
    public const string OnPaper = "paper";

    /// <summary>The answer was given orally, recorded by one member of staff and confirmed by another.</summary>
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
