using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.PolicySets;

/// <summary>What must hold of the diarienummer under which a decision about a policy set is registered. It stands in the log, and so names no person.</summary>
public static class DecisionNumber
{
    /// <summary>The longest that is taken in.</summary>
    public const int Longest = 100;

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public static IReadOnlyList<Fault> FaultsOf(string? caseNumber) => caseNumber switch
    {
        null => [Missing],
        _ when string.IsNullOrWhiteSpace(caseNumber) => [Missing],
        { Length: > Longest } => [new Fault("caseNumber", "case-number-too-long", $"the diarienummer is longer than {Longest} signs")],
        _ when IdentityNumber.StandsIn(caseNumber) => [new Fault("caseNumber", "identity-number", "a diarienummer must not hold a personal identity number")],
        _ => [],
    };

    private static Fault Missing { get; } = new("caseNumber", "case-number-missing", "the decision has no diarienummer");
}
