namespace DelningsNav.AuditLog;

/// <summary>One thing that is wrong with a receipt of consent.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Message">What is wrong. Contains no values of the receipt except the names of its members and of logs.</param>
public sealed record ConsentReceiptFault(ConsentReceiptFaultKind Kind, string Message)
{
    /// <summary>What is wrong.</summary>
    public override string ToString() => Message;
}

/// <summary>The kinds of faults that a check of a receipt can find.</summary>
public enum ConsentReceiptFaultKind
{
    /// <summary>A member is missing, is not in its one spelling, or does not belong to the format.</summary>
    Format,

    /// <summary>None of the known keys signed the receipt.</summary>
    UnknownSigner,

    /// <summary>The signature claims to be by a known key and does not match what the receipt says now.</summary>
    BadSignature,

    /// <summary>The text does not have the hash that was answered to.</summary>
    TextDiffers,

    /// <summary>The log's entry does not bind what the receipt states.</summary>
    StatementDiffers,

    /// <summary>An entry is of another kind, time or place than the receipt says.</summary>
    EntryDiffers,

    /// <summary>A proof does not lead from its entry to the log's head.</summary>
    NotInLog,

    /// <summary>The log's head is of another log, or is not signed by a known key.</summary>
    BadCheckpoint,
}
