using DelningsNav.AuditLog;
using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Hub.Storage.Log;

/// <summary>The number of an entry among those of one of its subjects.</summary>
/// <param name="Field">The field of the readable part that names the subject.</param>
/// <param name="Subject">The subject. Null when the field names none.</param>
/// <param name="Number">The number that the stored token has. Null when it is not a token of the subject.</param>
internal readonly record struct EntryNumber(string Field, SearchKey? Subject, long? Number);

/// <summary>Compares the stored tokens of an entry with the subjects that its readable part names.</summary>
internal static class EntryNumbers
{
    /// <summary>The numbers of an entry. A subject without a token, and a token without a subject, have none.</summary>
    public static IEnumerable<EntryNumber> Of(HubKeys keys, LogRow row, EntryPayload payload)
    {
        (SearchKind Kind, string Field, byte[]? Token)[] stored =
        [
            (SearchKind.Child, "person", row.ChildToken),
            (SearchKind.Actor, "actor", row.ActorToken),
            (SearchKind.Case, "case", row.CaseToken),
        ];
        foreach (var (kind, field, token) in stored)
        {
            var named = payload.Fields.GetValueOrDefault(field, "");
            if (named.Length == 0 && token is null)
            {
                continue;
            }

            // An actor is named with its kind before the id.
            var subject = Guid.TryParse(named.AsSpan(named.LastIndexOf(':') + 1), out var id) ? SearchKey.Of(keys, kind, id) : null;
            yield return new EntryNumber(field, subject, subject?.NumberOf(token));
        }
    }
}
