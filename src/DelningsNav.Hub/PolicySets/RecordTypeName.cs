using DelningsNav.Policies;

namespace DelningsNav.Hub.PolicySets;

/// <summary>A type of record by name.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Type">The type that the code names. It is null when the code is missing in every catalogue that the hub has.</param>
public sealed record RecordTypeName(RecordTypeCode Code, RecordType? Type)
{
    /// <summary>The name in a language, or the code when there is no name.</summary>
    public string In(string language) => Type?.NameIn(language) ?? Code.Code;

    /// <summary>The name as something that belongs to a child, or null when there is no such form.</summary>
    public string? PossessiveIn(string language) => Type?.PossessiveIn(language);
}
