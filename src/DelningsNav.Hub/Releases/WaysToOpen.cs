using System.Buffers.Text;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Policies;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// The only facts from which the ways to open a record may be derived: the request itself, and the signers that the rule and the child's
/// age require.
/// </summary>
/// <remarks>
/// INVARIANT: no fact here comes from consents, signatures, custody, blocks or markings. Therefore nothing about them can be revealed.
/// </remarks>
internal sealed record WaysToOpen(
    HubKeys Keys, RequestId Request, NamedBranch Holder, NamedBranch Recipient, CaseId Case, string CaseNumber, SignersInKind? Signers)
{
    /// <summary>Reads the request. Used only for refusals and referrals, because a release needs no way to open the record.</summary>
    public static async Task<WaysToOpen> ReadAsync(
        HubDbContext db, HubKeys keys, ConsentRules rules, RequestId id, DateTimeOffset now, CancellationToken ct)
    {
        var asked = await (
            from request in db.Requests
            join @case in db.Cases on request.Case equals @case.Id
            join holder in db.Branches on request.Holder equals holder.Id
            join holding in db.Authorities on holder.Authority equals holding.Id
            join recipient in db.Branches on request.Recipient equals recipient.Id
            join receiving in db.Authorities on recipient.Authority equals receiving.Id
            where request.Id == id
            select new
            {
                request.Case,
                request.Purpose,
                @case.CaseNumber,
                request.Child,
                Holder = new NamedBranch(holder.Id, holder.Name, holding.Id, holding.Name),
                Recipient = new NamedBranch(recipient.Id, recipient.Name, receiving.Id, receiving.Name),
            }).AsNoTracking().SingleAsync(ct);
        var age = Ages.WholeYears(await db.BirthDateOfAsync(asked.Child, ct), SwedishTime.DayOf(now));
        return new WaysToOpen(
            keys,
            id,
            asked.Holder,
            asked.Recipient,
            asked.Case,
            asked.CaseNumber,
            rules.HasProcedure(asked.Purpose) ? Consents.Signers.InKind(rules.SignersFor(asked.Purpose), age) : null);
    }

    /// <summary>The ways to open a type of record, derived from the missing codes that the requester was given.</summary>
    public IReadOnlyList<WayToOpen> Of(RecordTypeCode recordType, IEnumerable<MissingCode> missing, bool referred)
    {
        var codes = missing.ToHashSet();
        var ways = new List<WayToOpen>();
        if (codes.Contains(MissingCode.RefusedByHolder))
        {
            // The holder's refusal applies whatever the family answers. The refusal can be appealed (OSL 6 kap. 7 §).
            return ways;
        }

        if (codes.Contains(MissingCode.Assignment))
        {
            ways.Add(new WayToOpen.Assignment(Case, CaseNumber));
        }

        if (codes.Contains(MissingCode.Consent) && Signers is { } signers)
        {
            ways.Add(new WayToOpen.Consent(recordType, Holder, Recipient, Case, CaseNumber, signers, Request, TokenFor(recordType)));
        }

        if (referred)
        {
            ways.Add(new WayToOpen.Assessment(Holder));
        }

        return ways;
    }

    // Nobody can make a token without the hub's key, and another request, type or recipient gives another token. The same request, type
    // and recipient always give the same token. Therefore the token reveals nothing.
    private string TokenFor(RecordTypeCode recordType) =>
        Base64Url.EncodeToString(Keys.Token($"consent-way:{recordType}:{Recipient.Id.Value:N}", Request.Value));
}
