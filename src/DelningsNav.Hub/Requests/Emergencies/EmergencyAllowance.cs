using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.Requests.Emergencies;

/// <summary>
/// A holder's own decision that its records may be opened in an emergency. Without it an emergency opens nothing of that holder's, whatever
/// policy set the holder has adopted (ADR 0035). A decision that has ended remains, and a new one is a new row.
/// </summary>
public sealed class EmergencyAllowance
{
    private EmergencyAllowance() { }

    /// <summary>The allowance's id.</summary>
    public EmergencyAllowanceId Id { get; private init; }

    /// <summary>The holder that decided.</summary>
    public AuthorityId Authority { get; private init; }

    /// <summary>The diarienummer of the decision.</summary>
    public string CaseNumber { get; private init; } = "";

    /// <summary>The day of the decision.</summary>
    public DateOnly DecidedOn { get; private init; }

    /// <summary>When it was registered. It applies from then on.</summary>
    public DateTimeOffset RegisteredAt { get; private init; }

    /// <summary>The person who registered it.</summary>
    public string RegisteredBy { get; private init; } = "";

    /// <summary>When the holder ended it, or null while it applies.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The diarienummer of the decision to end it, or null.</summary>
    public string? EndedCaseNumber { get; private set; }

    internal static EmergencyAllowance Of(
        EmergencyAllowanceId id, AuthorityId authority, string caseNumber, DateOnly decidedOn, string by, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Authority = authority,
            CaseNumber = caseNumber,
            DecidedOn = decidedOn,
            RegisteredBy = by,
            RegisteredAt = now,
        };

    internal void End(string caseNumber, DateTimeOffset now) => (EndedAt, EndedCaseNumber) = (now, caseNumber);
}

/// <summary>Names one <see cref="EmergencyAllowance"/>.</summary>
public readonly record struct EmergencyAllowanceId(Guid Value) : IId<EmergencyAllowanceId>
{
    /// <inheritdoc/>
    public static EmergencyAllowanceId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
