using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>An answer that staff have recorded in the reader's name.</summary>
public sealed record OwnRecordedAnswer
{
    /// <summary>The recorded answer.</summary>
    public required RecordedAnswerId Id { get; init; }

    /// <summary>The consent that was answered.</summary>
    public required ConsentId Consent { get; init; }

    /// <summary>Yes or no.</summary>
    public required ConsentAnswer Answer { get; init; }

    /// <summary>On paper or orally.</summary>
    public required AnswerForm Form { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The workplace that recorded it.</summary>
    public required string Unit { get; init; }

    /// <summary>The name of the system through which it was recorded, or null when it was recorded at the pages.</summary>
    public required string? System { get; init; }

    /// <summary>The second person's decision, or null while it is undecided.</summary>
    public required RecordedOutcome? Outcome { get; init; }

    /// <summary>Whether it is a no that withdrew the consent when it was recorded.</summary>
    public required bool HasWithdrawn { get; init; }

    /// <summary>What the reader's contradiction has led to, or null when the reader has not contradicted the answer.</summary>
    public required ContradictOutcome? Contradicted { get; init; }
}

/// <summary>
/// Shows a guardian or pupil the answers that staff have recorded in their name. Nobody else in the family sees them (ADR 0022).
/// </summary>
public sealed class OwnRecordedAnswers(HubDatabase database, PoliciesInForce inForce, TimeProvider clock)
{
    /// <summary>
    /// The recorded answer with its consent. Null when it does not exist, was recorded in another's name, or is about a child whose matters
    /// the reader may not see.
    /// </summary>
    public async Task<(OwnRecordedAnswer Answer, FamilyConsent Consent)?> ReadAsync(
        RecordedAnswerId id, PersonId reader, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        if ((await ReadAllAsync(db, reader, ct)).SingleOrDefault(answer => answer.Id == id) is not { } answer)
        {
            return null;
        }

        var child = await db.Consents.Where(c => c.Id == answer.Consent).Select(c => c.Child).SingleAsync(ct);
        if (await FamilyRights.FindAsync(db, reader, child, SwedishTime.DayOf(now), ct) is not { } seen)
        {
            return null;
        }

        var types = (await inForce.ForDisplayAsync(ct)).Policies.RecordTypes;
        return (answer, (await FamilyConsentRows.ReadAsync(db, types, reader, seen, answer.Consent, now, ct)).Single());
    }

    /// <summary>Every answer that staff have recorded in the reader's name. The caller checks <see cref="FamilyRights"/>.</summary>
    internal static async Task<IReadOnlyList<OwnRecordedAnswer>> ReadAllAsync(HubDbContext db, PersonId reader, CancellationToken ct)
    {
        var rows = await (
            from recorded in db.RecordedAnswers
            join consent in db.Consents on recorded.Consent equals consent.Id
            join staff in db.Staff on recorded.RecordedBy equals staff.Id
            join unit in db.Units on staff.Unit equals unit.Id
            where recorded.Signer == reader
            select new
            {
                recorded,
                consent,
                Unit = unit.Name,
                System = db.Set<Client>().Where(client => client.Id == recorded.Client).Select(client => client.Name).SingleOrDefault(),
            }).AsNoTracking().ToListAsync(ct);
        return [.. rows.Select(row => new OwnRecordedAnswer
        {
            Id = row.recorded.Id,
            Consent = row.consent.Id,
            Answer = row.recorded.Answer,
            Form = row.recorded.Form,
            RecordedAt = row.recorded.RecordedAt,
            Unit = row.Unit,
            System = row.System,
            Outcome = row.recorded.Outcome,
            HasWithdrawn = row.recorded.HasWithdrawn(row.consent),
            Contradicted = row.recorded.ContradictedAt is null ? null : ContradictRecordedAnswer.OutcomeOf(row.recorded, row.consent),
        })];
    }
}
