using DelningsNav.AuditLog;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Consents.Answering;

/// <summary>
/// The log entry of one signer's answer. It has exactly the content of the signer's receipt, so that the receipt can open it (ADR 0022).
/// </summary>
/// <remarks>
/// The entry of the answer itself cannot be opened to a signer, because it has the state of the consent, which reveals the answers of
/// others.
/// </remarks>
internal static class ConsentStatementEntry
{
    private static readonly string[] WrittenIntoEveryEntry = ["actor", "actor-name", "person", "case"];

    /// <summary>The entry of an answer that has just been recorded in the consent.</summary>
    public static async Task<NewEntry> ForAsync(
        HubDbContext db, Consent consent, GivenAnswer given, CancellationToken ct)
    {
        var (person, text) = (given.Person, given.Text);
        var (discloser, holder) = await PartyAsync(db, consent.Discloser, ct);
        var (recipient, _) = await PartyAsync(db, consent.Recipient, ct);
        var capacity = consent.Signatures.Single(s => s.Person == person).Capacity;
        var statement = new ConsentStatement
        {
            Consent = consent.Id.ToString(),
            Subject = consent.Child.ToString(),
            Signer = person.ToString(),
            Capacity = capacity switch
            {
                SignerCapacity.Guardian => ConsentSignerCapacity.Guardian,
                SignerCapacity.Self => ConsentSignerCapacity.Self,
            },
            IsGranted = given.Answer == ConsentAnswer.Yes,
            Case = consent.Case.ToString(),
            Controller = discloser,
            Recipient = recipient,
            Purpose = consent.Purpose.Code,
            RecordTypes = [.. consent.RecordTypes.Select(type => type.Code)],
            DataFrom = consent.DataFrom,
            DataTo = consent.DataTo,
            RequestedAt = consent.RequestedAt,
            ValidUntil = consent.ValidUntil,
            UseLimit = consent.Uses.ToString(),
            RetentionPromise = consent.RetentionPromise.Code,
            TextVersion = text.Version,
            TextLanguage = text.Language,
            TextHash = text.Hash,
            AnswerForm = AnswerForms.WordOf(given.Form),
        };
        return new NewEntry
        {
            Kind = EntryKinds.ConsentAnswerStated,
            Actor = new Actor(person.Value, "person", capacity.ToString()),
            About = consent.Child,
            Case = consent.Case,
            Holder = holder,
            Fields = ConsentStatementFields.Of(statement)
                .Where(field => !WrittenIntoEveryEntry.Contains(field.Key))
                .ToDictionary(field => field.Key, field => (string?)field.Value),
        };
    }

    private static async Task<(ConsentReceiptParty Party, AuthorityId Authority)> PartyAsync(
        HubDbContext db, BranchId id, CancellationToken ct)
    {
        var found = await (
            from branch in db.Branches
            join authority in db.Authorities on branch.Authority equals authority.Id
            where branch.Id == id
            select new { branch.Name, Authority = authority }).AsNoTracking().SingleAsync(ct);
        return (
            new ConsentReceiptParty(id.ToString(), found.Name, found.Authority.Name, found.Authority.Organisationsnummer),
            found.Authority.Id);
    }
}
