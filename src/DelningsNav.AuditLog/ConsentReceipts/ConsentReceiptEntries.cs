namespace DelningsNav.AuditLog;

/// <summary>The kinds of the log's entries that a receipt of consent can prove. They stand in leaves for ever.</summary>
public static class ConsentReceiptEntries
{
    /// <summary>What was answered, in an entry that the signer's receipt opens. It comes right before the answer's own.</summary>
    public const string ConsentAnswerStated = "consent-answer-stated";

    /// <summary>A yes.</summary>
    public const string ConsentSigned = "consent-signed";

    /// <summary>A no.</summary>
    public const string ConsentRefused = "consent-refused";

    /// <summary>A withdrawal.</summary>
    public const string ConsentWithdrawn = "consent-withdrawn";
}
