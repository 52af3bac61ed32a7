using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>
/// Reads a child's consents in the form that one family member may know. The caller has checked <see cref="FamilyRights"/>.
/// </summary>
internal static class FamilyConsentRows
{
    /// <summary>Every consent about the child, newest first, or only the consent with a certain id.</summary>
    public static async Task<IReadOnlyList<FamilyConsent>> ReadAsync(
        HubDbContext db,
        RecordTypeCatalogue types,
        PersonId reader,
        (Person Child, FamilyBond Bond) seen,
        ConsentId? only,
        DateTimeOffset now,
        CancellationToken ct)
    {
        var child = seen.Child.Id;
        var rows = await (
            from consent in db.Consents
            join request in db.ConsentRequests on consent.Request equals request.Id
            join staff in db.Staff on request.RequestedBy equals staff.Id
            join unit in db.Units on staff.Unit equals unit.Id
            join discloser in db.Branches on consent.Discloser equals discloser.Id
            join disclosing in db.Authorities on discloser.Authority equals disclosing.Id
            join recipient in db.Branches on consent.Recipient equals recipient.Id
            join receiving in db.Authorities on recipient.Authority equals receiving.Id
            where consent.Child == child && (only == null || consent.Id == only)
            orderby consent.RequestedAt descending, consent.Id
            select new
            {
                consent,
                request,
                staff.Role,
                Unit = unit.Name,
                Discloser = new PartyName(disclosing.Name, discloser.Name, discloser.Kind),
                Recipient = new PartyName(receiving.Name, recipient.Name, recipient.Kind),
            }).AsNoTracking().ToListAsync(ct);
        if (rows.Count == 0)
        {
            return [];
        }

        var relations = await ChildSigners.ReadAsync(db, seen.Child, ct);
        return [.. rows.Select(row => Read(row.consent, reader, seen, FamilyConsent.StateFor(row.consent, reader, relations, now), now) with
        {
            Discloser = row.Discloser,
            Recipient = row.Recipient,
            AskedByUnit = row.Unit,
            AskedByRole = row.Role,
            Message = row.request.Message,
            Types = [.. row.consent.RecordTypes.Select(code => NameOf(types, code))],
        })];
    }

    /// <summary>The names of a record type. If the catalogue no longer has the code, the code is the name.</summary>
    public static RecordTypeName NameOf(RecordTypeCatalogue types, RecordTypeCode code) =>
        new(code, types.TryFind(code, out var type) ? type : null);

    private static FamilyConsent Read(
        Consent consent, PersonId reader, (Person Child, FamilyBond Bond) seen, FamilyConsentState state, DateTimeOffset now)
    {
        var own = consent.Signatures.SingleOrDefault(s => s.Person == reader);
        return new FamilyConsent
        {
            Id = consent.Id,
            Child = consent.Child,
            ChildName = seen.Child.GivenName,
            Bond = seen.Bond,
            Discloser = new("", "", default),
            Recipient = new("", "", default),
            AskedByUnit = "",
            AskedByRole = default,
            Message = "",
            Types = [],
            Purpose = consent.Purpose,
            DataFrom = consent.DataFrom,
            DataTo = consent.DataTo,
            RequestedAt = consent.RequestedAt,
            ValidUntil = consent.ValidUntil,
            State = state,
            MayWithdraw = consent.MayBeWithdrawnBy(reader) && !consent.IsExpired(now),
            OwnAnswer = own?.Answer,
            OwnAnsweredAt = own?.AnsweredAt,
            OwnForm = own?.Form,
            SaidToBePrevented = own is { Excuse: not null, Answer: null },
            HeldFrom = consent.ActiveFrom,
            WithdrawnAt = consent.ActiveFrom is null ? null : consent.WithdrawnAt,
            EndedAt = consent.ActiveFrom is null && consent.State != ConsentState.Annulled ? null : consent.EndedAt,
            Uses = consent.Uses,
            RetentionPromise = consent.RetentionPromise,
        };
    }
}
