using DelningsNav.AuditLog;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>How a call to <see cref="ReleaseInformation"/> ended.</summary>
public abstract record ReleaseOutcome
{
    private ReleaseOutcome() { }

    /// <summary>The hub has decided about every requested record. The answers are in the order of the requested types.</summary>
    public sealed record Answered(IReadOnlyList<RecordAnswer> Answers) : ReleaseOutcome
    {
        /// <summary>The rules of the decision. The answer uses their words. Null when there were no rules to decide by.</summary>
        public ReleasePolicies? DecidedBy { get; init; }
    }

    /// <summary>The request does not exist, or it is not the caller's. Both cases give this answer.</summary>
    public sealed record NoSuchRequest : ReleaseOutcome;

    /// <summary>The facts changed again and again during the decision; nothing was released. Ask again.</summary>
    public sealed record FactsKeptChanging : ReleaseOutcome;
}

/// <summary>The hub's answer about one type of record. A release is about one record of the type.</summary>
public abstract record RecordAnswer
{
    private RecordAnswer() { }

    /// <summary>The type of record, as a code of the catalogue.</summary>
    public required RecordTypeCode RecordType { get; init; }

    /// <summary>The log's receipt: proof that the decision is durable.</summary>
    public required AuditReceipt Receipt { get; init; }

    /// <summary>
    /// The ways to open a record that is refused or referred. They are the same for a secret cause as for an ordinary cause.
    /// </summary>
    public IReadOnlyList<WayToOpen> Opens { get; init; } = [];

    /// <summary>The record may be handed over.</summary>
    /// <param name="Release">The right to hand it over.</param>
    /// <param name="Document">
    /// The content. Null when it was not asked for, or when it is not available for the reason in <see cref="Failure"/>.
    /// </param>
    /// <param name="Failure">Why the content is not available, or null.</param>
    public sealed record Released(Release Release, ReleasedDocument? Document, string? Failure) : RecordAnswer
    {
        /// <summary>The conditions that the assessor sets for the recipient, or empty.</summary>
        public string Conditions { get; init; } = "";
    }

    /// <summary>The record may not be handed over.</summary>
    /// <param name="Missing">What is missing, in words that reveal nothing secret. Never empty.</param>
    public sealed record Refused(IReadOnlyList<Missing> Missing) : RecordAnswer;

    /// <summary>The holder's assessor must judge; the request is in their queue.</summary>
    /// <param name="Missing">What would open the record without a judgement.</param>
    public sealed record Referred(IReadOnlyList<Missing> Missing) : RecordAnswer;

    /// <summary>A release would be permitted, but the holder has not deposited a record of this type for the period.</summary>
    public sealed record NothingHeld : RecordAnswer;
}

/// <summary>The documents that are opened when the decision permits it.</summary>
public enum Opening
{
    /// <summary>Decide and log; open nothing yet.</summary>
    Nothing,

    /// <summary>Open everything that the decision permits.</summary>
    Everything,
}
