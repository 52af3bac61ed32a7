using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests;

/// <summary>Record types by their codes, as tests write them.</summary>
internal static class TestTypes
{
    public static RecordTypeCode Of(string code) => RecordTypeCode.Parse(code);

    public static IReadOnlyList<RecordTypeCode> Of(params string[] codes) => [.. codes.Select(RecordTypeCode.Parse)];

    public static IEnumerable<string> Codes(this IEnumerable<RecordTypeCode> types) => types.Select(type => type.Code);
}
