namespace DelningsNav.AuditLog;

/// <summary>One thing that is wrong with a receipt of consent.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Message">What is wrong. It contains no values of the receipt, only names of its members and names of logs.</param>
public sealed record ConsentReceiptFault(ConsentReceiptFaultKind Kind, string Message)
{
    /// <summary>What is wrong.</summary>
    public override string ToString() => Message;
}

/// <summary>The kinds of faults that a check of a receipt can find.</summary>
public enum ConsentReceiptFaultKind
{
    /// <summary>A member is missing, is not in its only allowed spelling, or does not belong to the format.</summary>
    Format,

    /// <summary>None of the known keys signed the receipt.</summary>
    UnknownSigner,

    /// <summary>The signature names a known key but does not match the content of the receipt.</summary>
    BadSignature,

    /// <summary>The hash of the text is not the hash in the answer.</summary>
    TextDiffers,

    /// <summary>The log's entry is not committed to what the receipt states.</summary>
    StatementDiffers,

    /// <summary>An entry is of another kind, time or place than the receipt says.</summary>
    EntryDiffers,

    /// <summary>A proof does not lead from its entry to the log's head.</summary>
    NotInLog,

    /// <summary>The log's head is of another log, or is not signed by a known key.</summary>
    BadCheckpoint,
}
