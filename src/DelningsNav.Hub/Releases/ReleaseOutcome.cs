using DelningsNav.AuditLog;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Releases;

/// <summary>How a call to <see cref="ReleaseInformation"/> ended.</summary>
public abstract record ReleaseOutcome
{
    private ReleaseOutcome() { }

    /// <summary>Every record asked for was decided about. Each has its own answer, in the order of the types asked for.</summary>
    public sealed record Answered(IReadOnlyList<RecordAnswer> Answers) : ReleaseOutcome
    {
        /// <summary>The rules that decided, whose words the answer uses; null when there were no rules to decide by.</summary>
        public ReleasePolicies? DecidedBy { get; init; }
    }

    /// <summary>There is no such request, or it is not the caller's: both give this answer.</summary>
    public sealed record NoSuchRequest : ReleaseOutcome;

    /// <summary>The facts of the decision kept changing; nothing was released. Ask again.</summary>
    public sealed record FactsKeptChanging : ReleaseOutcome;
}

/// <summary>The hub's answer about one type of record, and one record where there is one.</summary>
public abstract record RecordAnswer
{
    private RecordAnswer() { }

    /// <summary>The type of record, a code of the catalogue.</summary>
    public required RecordTypeCode RecordType { get; init; }

    /// <summary>The log's receipt: proof that the decision is durable.</summary>
    public required AuditReceipt Receipt { get; init; }

    /// <summary>What would open a record that is refused or referred: the same for a secret cause as for an ordinary one.</summary>
    public IReadOnlyList<WayToOpen> Opens { get; init; } = [];

    /// <summary>The record may be handed over.</summary>
    /// <param name="Release">The right to hand it over.</param>
    /// <param name="Document">The content, or null when it was not asked for or <see cref="Failure"/> says why it is not available.</param>
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

    /// <summary>The answer would be yes, but the holder has deposited no such record for the period.</summary>
    public sealed record NothingHeld : RecordAnswer;
}

/// <summary>The documents to open once the decision permits it.</summary>
public enum Opening
{
    /// <summary>Decide and log; open nothing yet.</summary>
    Nothing,

    /// <summary>Open everything that the decision permits.</summary>
    Everything,
}
