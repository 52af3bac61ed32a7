using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Policies;

namespace DelningsNav.Demo.City;

/// <summary>Record types by their codes, as the story writes them.</summary>
internal static class DemoTypes
{
    /// <summary>A holder with the types that a family is asked for there.</summary>
    public static ConsentScope At(BranchId holder, params string[] types) => new(holder, [.. types.Select(RecordTypeCode.Parse)]);
}
