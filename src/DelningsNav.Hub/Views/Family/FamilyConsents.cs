using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>The content of the page of a guardian or pupil.</summary>
/// <param name="ReaderName">The reader's name.</param>
/// <param name="ReaderIsPupil">Whether the reader is a minor, or a person whom a case is about.</param>
/// <param name="Children">The people whose matters the reader may see. The reader comes last.</param>
public sealed record FamilyHome(string ReaderName, bool ReaderIsPupil, IReadOnlyList<FamilyChild> Children);

/// <summary>A person whose matters the reader may see.</summary>
/// <param name="Id">The child.</param>
/// <param name="Name">The given name.</param>
/// <param name="Bond">The reader's bond to the child.</param>
/// <param name="Consents">Every consent, newest first.</param>
/// <param name="Releases">The types of records that have been shown without consent, because the law allows it.</param>
public sealed record FamilyChild(
    PersonId Id, string Name, FamilyBond Bond, IReadOnlyList<FamilyConsent> Consents, IReadOnlyList<FamilyRelease> Releases);

/// <summary>A type of record that one party has shown to another on a ground other than consent.</summary>
public sealed record FamilyRelease(PartyName Discloser, PartyName Recipient, RecordTypeName Type, DateTimeOffset LastAt);

/// <summary>Reads what a guardian or pupil may see: their children, the consents that they are asked for, and the valid consents.</summary>
public sealed class FamilyConsents(HubDatabase database, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>
    /// The reader's own page. The page has no children if the reader may not see the matters of any child, or is not a person in the hub.
    /// </summary>
    public async Task<FamilyHome> ReadAsync(PersonId reader, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = SwedishTime.DayOf(now);
        await using var db = database.NewContext();
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == reader, ct);
        var hasCase = await db.Cases.AnyAsync(c => c.Child == reader, ct);
        var types = (await inForce.ForDisplayAsync(ct)).Policies.RecordTypes;
        var children = new List<FamilyChild>();
        foreach (var seen in await FamilyRights.ChildrenOfAsync(db, reader, today, ct))
        {
            // Every adult may read the log entries about themselves, but only an adult with a case is listed among the children.
            if (seen.Bond == FamilyBond.Self && !hasCase && seen.Child.AgeOn(today) >= Signers.Adult)
            {
                continue;
            }

            var consents = await FamilyConsentRows.ReadAsync(db, types, reader, seen, null, now, ct);
            children.Add(new FamilyChild(
                seen.Child.Id, seen.Child.GivenName, seen.Bond, consents, await ReleasesAsync(db, seen.Child.Id, ct)));
        }

        return new FamilyHome(person?.Name ?? "", hasCase || person?.AgeOn(today) < Signers.Adult, children);
    }

    private async Task<IReadOnlyList<FamilyRelease>> ReleasesAsync(HubDbContext db, PersonId child, CancellationToken ct)
    {
        var rows = await (
            from decision in db.Decisions
            join request in db.Requests on decision.Request equals request.Id
            join discloser in db.Branches on request.Holder equals discloser.Id
            join disclosing in db.Authorities on discloser.Authority equals disclosing.Id
            join recipient in db.Branches on request.Recipient equals recipient.Id
            join receiving in db.Authorities on recipient.Authority equals receiving.Id
            where decision.Child == child && decision.Kind == DecisionKind.Release && decision.Consent == null
            orderby decision.LogIndex descending
            select new
            {
                Discloser = new PartyName(disclosing.Name, discloser.Name, discloser.Kind),
                Recipient = new PartyName(receiving.Name, recipient.Name, recipient.Kind),
                decision.RecordType,
                decision.PolicySet,
                decision.DecidedAt,
            }).AsNoTracking().ToListAsync(ct);
        var rules = await inForce.OfThatTimeAsync(rows.Select(row => row.PolicySet), ct);
        return [.. rows
            .Where(row => !FamilySecrets.Hides(rules.TypesOf(row.PolicySet, row.RecordType)))
            .DistinctBy(row => (row.Discloser, row.Recipient, row.RecordType))
            .Select(row => new FamilyRelease(
                row.Discloser,
                row.Recipient,
                new RecordTypeName(row.RecordType, rules.TypesOf(row.PolicySet, row.RecordType).FirstOrDefault()),
                row.DecidedAt))];
    }
}
