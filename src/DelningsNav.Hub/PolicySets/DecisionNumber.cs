using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.PolicySets;

/// <summary>
/// The requirements on the diarienummer under which a decision about a policy set is registered. The log contains it, and so
/// it must not identify a person.
/// </summary>
public static class DecisionNumber
{
    /// <summary>The longest that is accepted.</summary>
    public const int Longest = 100;

    /// <summary>Its faults; empty when there are none.</summary>
    public static IReadOnlyList<Fault> FaultsOf(string? caseNumber) => caseNumber switch
    {
        null => [Missing],
        _ when string.IsNullOrWhiteSpace(caseNumber) => [Missing],
        { Length: > Longest } => [new Fault("caseNumber", "case-number-too-long", $"the diarienummer is longer than {Longest} characters")],
        _ when IdentityNumber.StandsIn(caseNumber) =>
            [new Fault("caseNumber", "identity-number", "a diarienummer must not contain a personal identity number")],
        _ => [],
    };

    private static Fault Missing { get; } = new("caseNumber", "case-number-missing", "the decision has no diarienummer");
}
