namespace DelningsNav.AuditLog;

/// <summary>What a key of a hub signs. Each purpose has keys of its own (ADR 0042).</summary>
public enum KeyPurpose
{
    /// <summary>The log's checkpoints. A log key also vouches for the keys of the other purposes, and for the log key after it.</summary>
    Log,

    /// <summary>Receipts of consent.</summary>
    Receipts,

    /// <summary>The policy set that the hub was shipped with.</summary>
    Policies,

    /// <summary>The hub's own calls, for example notices of ended consents.</summary>
    Events,
}
