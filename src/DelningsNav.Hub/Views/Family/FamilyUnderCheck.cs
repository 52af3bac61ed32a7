using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>A child whose rows were changed outside the hub, with the doors that the reader may close.</summary>
/// <param name="Id">The child.</param>
/// <param name="MayBlock">Whether the reader may place a block.</param>
/// <param name="ToWithdraw">The consents that the reader may withdraw, newest answer first.</param>
public sealed record ChildUnderCheck(PersonId Id, bool MayBlock, IReadOnlyList<ConsentUnderCheck> ToWithdraw);

/// <summary>A consent about a child whose rows were changed outside the hub: the least that its signer needs to withdraw it.</summary>
/// <param name="Id">The consent.</param>
/// <param name="AnsweredAt">When the reader said yes, according to the log.</param>
/// <param name="IsWithdrawn">Whether it is withdrawn. Otherwise the reader may withdraw it.</param>
public sealed record ConsentUnderCheck(ConsentId Id, DateTimeOffset AnsweredAt, bool IsWithdrawn);

/// <summary>
/// Finds the doors that a family member may still close when a child's rows were changed outside the hub (ADR 0038).
/// </summary>
/// <remarks>
/// Anybody who can write the database may have written the stored rows. Therefore a person learns that the child is under check only when
/// the log proves that they are its family (<see cref="LoggedFamily"/>), and nothing about the child is shown even then. A blocked guardian
/// whose block was deleted, and a person whose custody was inserted, get the same answer as a stranger.
/// </remarks>
public sealed class FamilyUnderCheck(HubDatabase database, LogWriter log, TimeProvider clock)
{
    /// <summary>The children under check for whom the reader may close a door, oldest first. Nearly always empty.</summary>
    public async Task<IReadOnlyList<ChildUnderCheck>> ReadAsync(PersonId reader, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        var found = new List<ChildUnderCheck>();
        await using var db = database.NewContext();
        foreach (var stored in await FamilyRights.StoredChildrenOfAsync(db, reader, today, ct))
        {
            var child = stored.Child.Id;
            if (await db.IsSoundAsync(SubjectId.Of(child), SubjectKind.Person, ct)
                || await ProvenAsync(db, log, stored, reader, today, ct) is not { } logged)
            {
                continue;
            }

            var said = logged.SaidYes.Keys.ToList();
            var consents = await db.Consents.AsNoTracking().Where(c => c.Child == child && said.Contains(c.Id)).ToListAsync(ct);
            var toWithdraw = consents.Where(c => c.MayBeWithdrawnBy(reader)).Select(c => Of(c, logged)).OfType<ConsentUnderCheck>();
            var one = new ChildUnderCheck(child, BlockRights.Decides(stored, today), [.. toWithdraw.OrderByDescending(c => c.AnsweredAt)]);
            if (one.MayBlock || one.ToWithdraw.Count > 0)
            {
                found.Add(one);
            }
        }

        return found;
    }

    /// <summary>
    /// The consent, when its child is under check and the reader, who has said yes to it, may withdraw it or sees that it is withdrawn.
    /// Otherwise null.
    /// </summary>
    public async Task<ConsentUnderCheck?> ReadAsync(ConsentId id, PersonId reader, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        await using var db = database.NewContext();
        return await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is { } consent
            && await FamilyRights.FindStoredAsync(db, reader, consent.Child, today, ct) is { } stored
            && !await db.IsSoundAsync(SubjectId.Of(consent.Child), SubjectKind.Person, ct)
            && await ProvenAsync(db, log, stored, reader, today, ct) is { } logged
            && (consent.State == ConsentState.Withdrawn || consent.MayBeWithdrawnBy(reader))
                ? Of(consent, logged)
                : null;
    }

    /// <summary>
    /// What the log knows of the reader and a child whose rows are not sound. Null when it does not prove the bond that the rows state.
    /// </summary>
    internal static async Task<LoggedFamily?> ProvenAsync(
        HubDbContext db, LogWriter log, (Person Child, FamilyBond Bond) stored, PersonId reader, DateOnly today, CancellationToken ct) =>
        await LoggedFamily.ReadAsync(db, log, stored.Child.Id, reader, ct) is { } logged && logged.Proves(stored, today) ? logged : null;

    private static ConsentUnderCheck? Of(Consent consent, LoggedFamily logged) =>
        logged.SaidYes.TryGetValue(consent.Id, out var at)
            ? new ConsentUnderCheck(consent.Id, at, consent.State == ConsentState.Withdrawn)
            : null;
}
