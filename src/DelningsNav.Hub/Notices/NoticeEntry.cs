using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Notices;

/// <summary>
/// The log entry of an event about a notice. It contains the fields of an entry about the consent, and also names the notice and its party.
/// </summary>
internal static class NoticeEntry
{
    public static Task<NewEntry> OfAsync(
        HubDbContext db, string kind, ConsentNotice notice, Consent consent, Actor actor, CancellationToken ct,
        params (string Name, string? Value)[] besides) =>
        ConsentEntry.OfAsync(
            db,
            kind,
            consent,
            actor,
            ct,
            [
                ("notice", $"{notice.LogIndex}"), ("notice-kind", notice.Kind.ToString()), ("party", notice.Party.ToString()), .. besides,
            ]);
}
