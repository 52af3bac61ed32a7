namespace DelningsNav.AuditLog;

/// <summary>One thing that is wrong with an export or a receipt.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Index">The entry it was found at, counted from 0, or null when it concerns the whole.</param>
/// <param name="Message">What is wrong. Contains no value of a payload.</param>
public sealed record LogFault(LogFaultKind Kind, long? Index, string Message)
{
    /// <summary>The entry and what is wrong with it.</summary>
    public override string ToString() => Index is { } index ? $"entry {index}: {Message}" : Message;
}

/// <summary>The kinds of faults that a check can find.</summary>
public enum LogFaultKind
{
    /// <summary>A line is not an entry in the export's format.</summary>
    UnreadableLine,

    /// <summary>An entry has another index than its position: entries were removed, inserted or moved.</summary>
    WrongIndex,

    /// <summary>A leaf is not an entry of a known format version.</summary>
    BadLeaf,

    /// <summary>A payload is not in its canonical form.</summary>
    BadPayload,

    /// <summary>A payload is not the one that was bound when the leaf was written.</summary>
    PayloadDiffers,

    /// <summary>There are more or fewer entries than the checkpoint says.</summary>
    SizeDiffers,

    /// <summary>The entries do not give the root that the checkpoint says, or a proof does not lead to it.</summary>
    RootDiffers,

    /// <summary>A checkpoint is of another log than expected.</summary>
    UnknownOrigin,

    /// <summary>None of the known keys signed the checkpoint.</summary>
    UnknownSigner,

    /// <summary>A signature claims to be by a known key and is not.</summary>
    BadSignature,

    /// <summary>The log does not begin with what an earlier checkpoint covered: history was rewritten or cut off.</summary>
    NotConsistent,
}
