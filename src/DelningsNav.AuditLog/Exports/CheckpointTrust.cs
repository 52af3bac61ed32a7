using System.Diagnostics;
using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>Checks whether a checkpoint's signatures can be trusted. Exports and receipts use the same rule.</summary>
internal static class CheckpointTrust
{
    /// <summary>The fault in the checkpoint's signatures, or null together with the keys that signed it.</summary>
    internal static LogFault? Judge(SignedCheckpoint signed, IReadOnlyList<NoteVerifier> known, out IReadOnlyList<NoteVerifier> signers)
    {
        signers = [];
        var origin = signed.Checkpoint.Origin;
        if (known.All(key => key.Name != origin))
        {
            return new LogFault(LogFaultKind.UnknownOrigin, null, $"the checkpoint is of the log `{origin}`, for which no key is known");
        }

        switch (signed.Verify(known))
        {
            case NoteVerdict.SignedBy by:
                signers = by.Signers;
                return null;
            case NoteVerdict.BadSignature bad:
                return new LogFault(
                    LogFaultKind.BadSignature, null,
                    $"the checkpoint's signature by `{bad.Claimed.Name}` ({bad.Claimed.KeyId:x8}) is false");
            case NoteVerdict.NoKnownSigner:
                return new LogFault(LogFaultKind.UnknownSigner, null, $"no known key of `{origin}` signed the checkpoint");
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// The fault that every key that signed the checkpoint had ended before an entry in it was made, or null. The list of keys says when
    /// a key ended.
    /// </summary>
    internal static LogFault? JudgeTime(
        IReadOnlyList<NoteVerifier> known, IReadOnlyList<NoteVerifier> signers, long index, DateTimeOffset entryAt) =>
        KeyList.Of(known).EndedBefore(entryAt, signers) is { } ended ? new LogFault(LogFaultKind.UnknownSigner, index, ended) : null;
}
