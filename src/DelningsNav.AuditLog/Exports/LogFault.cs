namespace DelningsNav.AuditLog;

/// <summary>One thing that is wrong with an export or a receipt.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Index">The index, from 0, of the entry with the fault, or null when the fault concerns the whole log.</param>
/// <param name="Message">What is wrong. It contains no value of a payload.</param>
public sealed record LogFault(LogFaultKind Kind, long? Index, string Message)
{
    /// <summary>Names the fields that differ. Empty where a leaf binds all fields together, so that none can be named.</summary>
    internal static string In(IReadOnlyList<string> fields) =>
        fields is [FieldCommitment.AllFields] ? "" : ", in " + string.Join(", ", fields.Select(field => $"`{field}`"));

    /// <summary>The entry and what is wrong with it.</summary>
    public override string ToString() => Index is { } index ? $"entry {index}: {Message}" : Message;
}

/// <summary>The kinds of faults that a check can find.</summary>
public enum LogFaultKind
{
    /// <summary>A line is not an entry in the export's format.</summary>
    UnreadableLine,

    /// <summary>An entry's index is not its position, because entries were removed, inserted or moved.</summary>
    WrongIndex,

    /// <summary>A leaf is not an entry of a known format version.</summary>
    BadLeaf,

    /// <summary>A payload is not in its canonical form.</summary>
    BadPayload,

    /// <summary>A payload is not the payload that the leaf was committed to when it was written.</summary>
    PayloadDiffers,

    /// <summary>A payload is missing although no erasure in the log covers it.</summary>
    PayloadMissing,

    /// <summary>A count of entries about somebody or something was changed, so that a search does not find them all.</summary>
    CountDiffers,

    /// <summary>There are more or fewer entries than the checkpoint says.</summary>
    SizeDiffers,

    /// <summary>The entries do not give the root that the checkpoint says, or a proof does not lead to it.</summary>
    RootDiffers,

    /// <summary>A checkpoint is of another log than expected.</summary>
    UnknownOrigin,

    /// <summary>None of the known keys signed the checkpoint.</summary>
    UnknownSigner,

    /// <summary>A signature names a known key, but that key did not make it.</summary>
    BadSignature,

    /// <summary>
    /// The log does not begin with the entries that an earlier checkpoint covered, because history was rewritten or cut off.
    /// </summary>
    NotConsistent,
}
