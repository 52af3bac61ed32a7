using DelningsNav.Hub.Foundation;

namespace DelningsNav.Hub.PolicySets;

/// <summary>The diarienummer of a decision about a policy set. The number appears in the log, and therefore it names no person.</summary>
public static class DecisionNumber
{
    /// <summary>The field for the number.</summary>
    public static TextField Field { get; } = new("caseNumber", 100) { TooLongCode = "case-number-too-long" };

    /// <summary>The faults of the number. The list is empty when the number is valid.</summary>
    public static IReadOnlyList<Fault> FaultsOf(FreeText caseNumber)
    {
        ArgumentNullException.ThrowIfNull(caseNumber);
        return caseNumber.IsEmpty
            ? [new Fault(Field.Name, "case-number-missing", "the decision has no diarienummer")]
            : caseNumber.Faults;
    }
}
