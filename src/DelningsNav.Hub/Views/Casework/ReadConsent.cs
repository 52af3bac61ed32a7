using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Absence;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Policies;
using DelningsNav.Policies.Consents;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Casework;

/// <summary>The state of a consent that the parties may know. It never reveals who in the family answered what.</summary>
public enum SeenConsentState
{
    /// <summary>Not every signer has answered.</summary>
    Waiting,

    /// <summary>It is valid.</summary>
    Active,

    /// <summary>The family has not granted it. Who said no is never shown.</summary>
    NotGranted,

    /// <summary>It was withdrawn.</summary>
    Withdrawn,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>Its purpose is met, or its case is closed.</summary>
    Ended,

    /// <summary>A later consent that covers all of it has replaced it.</summary>
    Superseded,

    /// <summary>The facts that it rested on have changed. Ask the family again. What has changed is not revealed.</summary>
    Lapsed,

    /// <summary>It was registered in error.</summary>
    Annulled,
}

/// <summary>A consent, for a party to it.</summary>
public sealed record ConsentView
{
    /// <summary>The consent.</summary>
    public required ConsentId Id { get; init; }

    /// <summary>Its state.</summary>
    public required SeenConsentState Standing { get; init; }

    /// <summary>The case.</summary>
    public required CaseId Case { get; init; }

    /// <summary>The branch that may show records.</summary>
    public required BranchId Discloser { get; init; }

    /// <summary>The branch that may see the records.</summary>
    public required BranchId Recipient { get; init; }

    /// <summary>The purpose code.</summary>
    public required PurposeCode Purpose { get; init; }

    /// <summary>The types of records.</summary>
    public required IReadOnlyList<RecordTypeCode> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment at which it is no longer valid.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>When it was withdrawn, or null.</summary>
    public required DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When it ended in another way, or null.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often each record may be shown.</summary>
    public required UseLimit Uses { get; init; }

    /// <summary>The recipient's promise of how long it stores what it receives, as a code.</summary>
    public required RetentionPromise RetentionPromise { get; init; }

    /// <summary>
    /// The state of what the recipient's staff have stated about a prevented guardian, or null when they have stated nothing.
    /// </summary>
    public PreventionStanding? Prevention { get; init; }
}

/// <summary>Shows a consent to the staff of one of its two parties, for whom a system of the party reads it.</summary>
public sealed class ReadConsent(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>
    /// The consent. The reading is logged before it is shown. Null when the consent does not exist, and when the caller is or names
    /// nobody of a party to it.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; nothing is shown.</exception>
    public async Task<ConsentView?> ReadAsync(ConsentId id, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.NewContext();
        var reader = await KnownStaff.FindAsync(db, caller, SwedishTime.DayOf(now), ct);
        var consent = await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (reader is null || consent is null || !await MaySeeAsync(db, reader, consent, now, ct))
        {
            return null;
        }

        await log.AppendAsync(await ConsentEntry.OfAsync(db, EntryKinds.ConsentRead, consent, reader.Actor, ct, Reach.Nothing.Fields), ct);
        var stated = await db.PreventedGuardians.AsNoTracking()
            .Where(p => p.Request == consent.Request)
            .Select(p => new { p.Outcome })
            .SingleOrDefaultAsync(ct);
        var child = await db.People.AsNoTracking().SingleAsync(p => p.Id == consent.Child, ct);
        var signers = await ChildSigners.ReadAsync(db, child, ct);
        return View(consent, signers, now) with { Prevention = stated is null ? null : PreventedGuardian.StandingOf(stated.Outcome) };
    }

    // The recipient's staff see the consents of their own cases. The holder has no assignments.
    private static async Task<bool> MaySeeAsync(
        HubDbContext db, KnownStaff reader, Consent consent, DateTimeOffset now, CancellationToken ct) =>
        (consent.Discloser == reader.Branch.Id
            || (consent.Recipient == reader.Branch.Id && await CaseReading.IsAssignedAsync(db, consent.Case, reader.Member.Id, now, ct)))
        && await InnerSecrecy.SeesAsync(db, reader, consent.Child, ct);

    /// <summary>
    /// The state of a consent that its parties may know. If the signers have changed, for example by a birthday, the state shows this at
    /// once, even before the nightly job has reached this child.
    /// </summary>
    internal static SeenConsentState StandingOf(Consent consent, ChildSigners signers, DateTimeOffset now) => consent.State switch
    {
        ConsentState.Withdrawn => SeenConsentState.Withdrawn,
        ConsentState.Ended => SeenConsentState.Ended,
        ConsentState.Superseded => SeenConsentState.Superseded,
        ConsentState.Lapsed => SeenConsentState.Lapsed,
        ConsentState.Annulled => SeenConsentState.Annulled,
        ConsentState.Refused or ConsentState.Conflict => SeenConsentState.NotGranted,
        ConsentState.Requested or ConsentState.Signing or ConsentState.Active when consent.IsExpired(now) => SeenConsentState.Expired,
        ConsentState.Requested or ConsentState.Signing =>
            consent.IsAskedOf(signers.On(SwedishTime.DayOf(now), consent)) ? SeenConsentState.Waiting : SeenConsentState.Lapsed,
        ConsentState.Active =>
            Coverage.Of(consent).IsInForce(signers.On(SwedishTime.DayOf(now)), now) ? SeenConsentState.Active : SeenConsentState.Lapsed,
    };

    private static ConsentView View(Consent consent, ChildSigners signers, DateTimeOffset now) => new()
    {
        Id = consent.Id,
        Standing = StandingOf(consent, signers, now),
        Case = consent.Case,
        Discloser = consent.Discloser,
        Recipient = consent.Recipient,
        Purpose = consent.Purpose,
        RecordTypes = consent.RecordTypes,
        DataFrom = consent.DataFrom,
        DataTo = consent.DataTo,
        RequestedAt = consent.RequestedAt,
        ValidUntil = consent.ValidUntil,
        WithdrawnAt = consent.WithdrawnAt,
        EndedAt = consent.EndedAt,
        Uses = consent.Uses,
        RetentionPromise = consent.RetentionPromise,
    };
}
