using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>What the person who checks the log already has. The more they have, the more the check proves.</summary>
public sealed record LogTrust
{
    /// <summary>
    /// The trusted keys, obtained separately from the file. When the list is empty, an export is checked against the keys inside it.
    /// That check shows that the export is complete, but not which hub wrote it.
    /// </summary>
    public IReadOnlyList<NoteVerifier> Keys { get; init; } = [];

    /// <summary>
    /// A checkpoint that was saved earlier, or null. The log must still begin with every entry that this checkpoint covered.
    /// </summary>
    public SignedCheckpoint? Earlier { get; init; }
}
