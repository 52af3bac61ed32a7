using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Parties;

/// <summary>The entry that records a reading of the log, written before the answer.</summary>
internal static class LogReadEntry
{
    public static NewEntry For(
        KnownStaff registrator, string what, string verdict, PersonId? about, CaseId? @case, Reach shown,
        params (string Name, string? Value)[] fields) =>
        new()
        {
            Kind = EntryKinds.LogRead,
            Verdict = verdict,
            Actor = registrator.Actor,
            About = about,
            Case = @case,
            Fields = new Dictionary<string, string?>(
                fields.Concat(shown.Fields).Select(f => KeyValuePair.Create(f.Name, string.IsNullOrEmpty(f.Value) ? null : f.Value)))
            {
                ["what"] = what,
            },
        };
}
