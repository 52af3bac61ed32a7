using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>The result of checking an export. There are no other results than the types below.</summary>
public abstract record LogExportVerdict
{
    private LogExportVerdict()
    {
    }

    /// <summary>The file is not an export, so nothing could be checked.</summary>
    /// <param name="Why">Why it could not be checked.</param>
    public sealed record Unreadable(string Why) : LogExportVerdict;

    /// <summary>Every check that could be made was made, and passed.</summary>
    /// <param name="Count">What was checked.</param>
    public sealed record Sound(LogExportCount Count) : LogExportVerdict;

    /// <summary>At least one check failed.</summary>
    /// <param name="Count">What was checked.</param>
    /// <param name="Faults">The first thousand faults, in the order in which they were found.</param>
    /// <param name="FaultCount">How many faults there are in all.</param>
    public sealed record Unsound(LogExportCount Count, IReadOnlyList<LogFault> Faults, long FaultCount) : LogExportVerdict;
}

/// <summary>What a check covered.</summary>
/// <param name="Checkpoint">The signed head that the export claims.</param>
/// <param name="Entries">How many entries the export has.</param>
/// <param name="PayloadsChecked">How many of them have a payload. Each of these payloads was compared with its leaf.</param>
/// <param name="WithoutPayload">How many of them have no payload: it was erased by disposal (gallring), or left out because the reader
/// may not see it.</param>
/// <param name="Root">The root computed from the entries.</param>
/// <param name="Signers">The keys that were found to have signed the checkpoint.</param>
/// <param name="SelfAsserted">Whether these keys came with the export. Such keys do not prove which hub wrote it.</param>
public sealed record LogExportCount(
    Checkpoint Checkpoint,
    long Entries,
    long PayloadsChecked,
    long WithoutPayload,
    MerkleHash Root,
    IReadOnlyList<NoteVerifier> Signers,
    bool SelfAsserted);
