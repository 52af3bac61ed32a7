using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>What the person who checks already knows. The more of it, the more the check proves.</summary>
public sealed record LogTrust
{
    /// <summary>
    /// The trusted keys, obtained separately from the file. When empty, an export is checked against the key
    /// inside it, which shows that it is complete but not which hub wrote it.
    /// </summary>
    public IReadOnlyList<NoteVerifier> Keys { get; init; } = [];

    /// <summary>A checkpoint saved earlier: the log must still begin with everything that it covered.</summary>
    public SignedCheckpoint? Earlier { get; init; }
}
