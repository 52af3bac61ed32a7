namespace DelningsNav.AuditLog;

/// <summary>The kinds of log entries that a receipt of consent can prove. They are stored in leaves for ever.</summary>
public static class ConsentReceiptEntries
{
    /// <summary>The statement that the signer's receipt opens. It comes directly before the entry of the answer.</summary>
    public const string ConsentAnswerStated = "consent-answer-stated";

    /// <summary>A yes.</summary>
    public const string ConsentSigned = "consent-signed";

    /// <summary>A no.</summary>
    public const string ConsentRefused = "consent-refused";

    /// <summary>A withdrawal.</summary>
    public const string ConsentWithdrawn = "consent-withdrawn";
}
