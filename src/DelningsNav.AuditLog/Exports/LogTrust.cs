using DelningsNav.Signing.Notes;

namespace DelningsNav.AuditLog;

/// <summary>What the one who checks knew beforehand. The more there is, the more a check is worth.</summary>
public sealed record LogTrust
{
    /// <summary>
    /// The keys one trusts, got another way than with what is checked. When empty, an export is checked against the key
    /// that it brings itself, which shows that it is whole but not whose it is.
    /// </summary>
    public IReadOnlyList<NoteVerifier> Keys { get; init; } = [];

    /// <summary>A checkpoint kept from an earlier day: the log must still begin with all that it covered.</summary>
    public SignedCheckpoint? Earlier { get; init; }
}
