using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>Makes record types from the codes that the history is written with.</summary>
internal static class DemoTypes
{
    /// <summary>A holder with the types that a family is asked for there.</summary>
    public static ConsentScope At(BranchId holder, params string[] types) => new(holder, [.. types.Select(RecordTypeCode.Parse)]);
}
