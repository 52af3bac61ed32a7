using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Requests;

/// <summary>
/// The holder's own judgement of whether showing records of one type in answer to one request would cause harm.
/// Swedish: <b>menprövning</b> (OSL 6 kap. 3 §; the damage test of the provision in question).
/// </summary>
/// <remarks>A judgement is never edited. A new judgement for the same request and type replaces it.</remarks>
public sealed class HarmAssessment
{
    private HarmAssessment() { }

    /// <summary>The assessment's id.</summary>
    public AssessmentId Id { get; private init; }

    /// <summary>The request that was judged.</summary>
    public RequestId Request { get; private init; }

    /// <summary>The type of record that was judged.</summary>
    public RecordTypeCode RecordType { get; private init; }

    /// <summary>The holder's assessor who judged.</summary>
    public StaffMemberId Decider { get; private init; }

    /// <summary>The assessor's workplace.</summary>
    public UnitId Unit { get; private init; }

    /// <summary>Whether the assessor was named in the written routine for protected identities.</summary>
    public bool ByNamedAssessorWithRoutine { get; private init; }

    /// <summary>What was decided.</summary>
    public AssessmentOutcome Outcome { get; private init; }

    /// <summary>The reasons.</summary>
    public string Reasoning => Asked.Key.Key.Open(SealedReasoning, "reasoning", Id.Value);

    /// <summary>The conditions for the recipient, or empty. Swedish: <b>förbehåll</b> (OSL 10 kap. 14 §, 12 kap. 2 §).</summary>
    public string Conditions => ConditionsIn(Asked.Key.Key, SealedConditions, Id);

    /// <summary>
    /// The diarienummer of the appealable decision when the outcome is a refusal (OSL 6 kap. 3 and 7 §§), otherwise null.
    /// </summary>
    public string? RefusalCaseNumber { get; private init; }

    /// <summary>The time of the judgement.</summary>
    public DateTimeOffset DecidedAt { get; private init; }

    internal byte[] SealedReasoning { get; private init; } = [];

    internal byte[] SealedConditions { get; private init; } = [];

    /// <summary>The request that was judged, whose child has the key of the texts.</summary>
    internal InformationRequest Asked { get; private init; } = null!;

    internal static HarmAssessment Of(
        AssessmentId id, InformationRequest request, Judgement judgement, StaffMember decider, DateTimeOffset now) => new()
        {
            Id = id,
            Request = request.Id,
            RecordType = judgement.RecordType,
            Decider = decider.Id,
            Unit = decider.Unit,
            ByNamedAssessorWithRoutine = decider.AssessesProtectedIdentities,
            Outcome = judgement.Outcome,
            SealedReasoning = request.Key.Key.Seal(judgement.Reasoning.Value, "reasoning", id.Value),
            SealedConditions = request.Key.Key.Seal(judgement.Conditions.Value, "conditions", id.Value),
            RefusalCaseNumber = judgement.RefusalCaseNumber.ValueOrNull,
            DecidedAt = now,
        };

    /// <summary>The conditions in a row that was read without this class.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">They were changed outside the hub.</exception>
    internal static string ConditionsIn(DataKey key, byte[] sealedConditions, AssessmentId assessment) =>
        key.Open(sealedConditions, "conditions", assessment.Value);
}

/// <summary>What an assessor decides about one type of record in one request.</summary>
public sealed record Judgement
{
    /// <summary>The type of record.</summary>
    public required RecordTypeCode RecordType { get; init; }

    /// <summary>The outcome.</summary>
    public required AssessmentOutcome Outcome { get; init; }

    /// <summary>The reasons; never empty.</summary>
    public required FreeText Reasoning { get; init; }

    /// <summary>The conditions, required when the outcome is a release with conditions.</summary>
    public FreeText Conditions { get; init; } = FreeText.None;

    /// <summary>The diarienummer, required when the outcome is a refusal.</summary>
    public FreeText RefusalCaseNumber { get; init; } = FreeText.None;
}
