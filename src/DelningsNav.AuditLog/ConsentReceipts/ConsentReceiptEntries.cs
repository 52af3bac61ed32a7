namespace DelningsNav.AuditLog;

/// <summary>The kinds of log entries that a receipt of consent can prove. They are stored in leaves for ever.</summary>
public static class ConsentReceiptEntries
{
    /// <summary>The statement that the signer's receipt opens. It comes directly before the entry of the answer.</summary>
    public const string ConsentAnswerStated = "consent-answer-stated";

    /// <summary>A yes or a no. A stranger who reads the log cannot tell which (ADR 0041).</summary>
    public const string ConsentAnswered = "consent-answered";

    /// <summary>A yes, in leaves of version 1.</summary>
    public const string ConsentSigned = "consent-signed";

    /// <summary>A no, in leaves of version 1.</summary>
    public const string ConsentRefused = "consent-refused";

    /// <summary>A withdrawal.</summary>
    public const string ConsentWithdrawn = "consent-withdrawn";

    /// <summary>The kind of the entry of an answer in leaves of a format version.</summary>
    internal static string OfAnswer(int version, bool isGranted) =>
        version != 1 ? ConsentAnswered : isGranted ? ConsentSigned : ConsentRefused;
}
