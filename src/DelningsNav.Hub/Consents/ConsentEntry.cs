using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents;

/// <summary>The log entry of a step in a consent's life. The holder's registrators may read it.</summary>
internal static class ConsentEntry
{
    /// <summary>
    /// Makes the entry, with the fields that every step has and those of this step. Also adds the messages to the family to the same unit
    /// of work.
    /// </summary>
    public static async Task<NewEntry> OfAsync(
        HubDbContext db, string kind, Consent consent, Actor actor, CancellationToken ct, params (string Name, string? Value)[] besides)
    {
        var discloser = await db.Branches.Where(b => b.Id == consent.Discloser).Select(b => b.Authority).SingleAsync(ct);
        var fields = new Dictionary<string, string?>
        {
            ["consent"] = consent.Id.ToString(),
            ["consent-version"] = $"{consent.Version}",
            ["discloser"] = consent.Discloser.ToString(),
            ["recipient"] = consent.Recipient.ToString(),
            ["record-types"] = string.Join(' ', consent.RecordTypes),
        };
        foreach (var (name, value) in besides)
        {
            fields[name] = value;
        }

        var becameActive = consent.State == ConsentState.Active
            && db.Entry(consent).Property(c => c.State).OriginalValue != ConsentState.Active;
        await TellAsync(db, [.. ConsentMessages.OfStep(kind, consent, becameActive, actor)], ct);
        return new NewEntry { Kind = kind, Actor = actor, About = consent.Child, Case = consent.Case, Holder = discloser, Fields = fields };
    }

    // A message is sent once. It is there already when somebody put older rows of an ended consent back into the database. The consent must
    // still be ended again, because closing a door stays possible (ADR 0038).
    private static async Task TellAsync(HubDbContext db, IReadOnlyList<FamilyMessage> messages, CancellationToken ct)
    {
        if (messages is not [{ About: var about, Kind: var kind }, ..])
        {
            return;
        }

        var told = await db.FamilyMessages.Where(m => m.About == about && m.Kind == kind).Select(m => m.Person).ToListAsync(ct);
        db.AddRange(messages.Where(message => !told.Contains(message.Person)));
    }
}
