using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.PolicySets;

/// <summary>The diarienummer of a decision about a policy set. The log shows it, and so it names no person.</summary>
public static class DecisionNumber
{
    /// <summary>The field.</summary>
    public static TextField Field { get; } = new("caseNumber", 100) { TooLongCode = "case-number-too-long" };

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public static IReadOnlyList<Fault> FaultsOf(FreeText caseNumber)
    {
        ArgumentNullException.ThrowIfNull(caseNumber);
        return caseNumber.IsEmpty
            ? [new Fault(Field.Name, "case-number-missing", "the decision has no diarienummer")]
            : caseNumber.Faults;
    }
}
