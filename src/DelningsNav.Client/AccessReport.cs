namespace DelningsNav.Client;

/// <summary>The log entries about a person that concern your authority.</summary>
/// <param name="Person">The person.</param>
/// <param name="Total">How many entries there are in total, counted up to 10,000.</param>
/// <param name="Next">The value to send for the next page, or null on the last page.</param>
/// <param name="Entries">The entries, newest first.</param>
public sealed record AccessReport(Guid Person, int Total, long? Next, IReadOnlyList<AccessEntry> Entries);

/// <summary>One entry of the log about a person.</summary>
/// <param name="Index">The entry's index in the log.</param>
/// <param name="At">When the entry was made.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Verdict">The decision, or null when the event was not a decision.</param>
/// <param name="Actor">Who acted, or null when the entry's readable part is erased.</param>
/// <param name="CaseNumber">The case's registration number (diarienummer), or null.</param>
/// <param name="RecordTypes">The types of records that the entry is about.</param>
public sealed record AccessEntry(
    long Index, DateTimeOffset At, string Kind, string? Verdict, AccessActor? Actor, string? CaseNumber, IReadOnlyList<string> RecordTypes);

/// <summary>Who acted.</summary>
/// <param name="Kind"><c>staff</c>, <c>client</c>, <c>person</c> or <c>hub</c>.</param>
/// <param name="Name">The name at that time. For a family member, only the capacity, without the name.</param>
/// <param name="Unit">The workplace, or null.</param>
/// <param name="Role">The role, or null.</param>
public sealed record AccessActor(string Kind, string Name, string? Unit, string? Role);
