namespace DelningsNav.Policies.Tests;

/// <summary>Finds record types by their codes as tests write them.</summary>
internal static class WrittenTypes
{
    public static RecordType Find(this RecordTypeCatalogue types, string code) => types.Find(RecordTypeCode.Parse(code));

    public static RuleCell? Find(this RuleTable table, Side holder, Side recipient, string recordType) =>
        table.Find(holder, recipient, RecordTypeCode.Parse(recordType));
}
