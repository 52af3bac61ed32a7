using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Storage;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Views.Family;

/// <summary>A child whose rows were changed outside the hub, with the doors that the reader may close.</summary>
/// <param name="Id">The child.</param>
/// <param name="MayBlock">Whether the reader may place a block.</param>
/// <param name="ToWithdraw">The consents that the reader may withdraw, newest answer first.</param>
public sealed record ChildUnderCheck(PersonId Id, bool MayBlock, IReadOnlyList<ConsentUnderCheck> ToWithdraw);

/// <summary>A consent about a child whose rows were changed outside the hub: the least that its signer needs to withdraw it.</summary>
/// <param name="Id">The consent.</param>
/// <param name="AnsweredAt">When the reader answered.</param>
/// <param name="IsWithdrawn">Whether it is withdrawn. Otherwise the reader may withdraw it.</param>
public sealed record ConsentUnderCheck(ConsentId Id, DateTimeOffset? AnsweredAt, bool IsWithdrawn);

/// <summary>
/// Finds the doors that a family member may still close when a child's rows were changed outside the hub (ADR 0038). It follows the
/// stored rows, which anybody may have written who can write the database. Therefore it shows nothing about the child.
/// </summary>
public sealed class FamilyUnderCheck(HubDatabase database, TimeProvider clock)
{
    /// <summary>The children under check for whom the reader may close a door, oldest first. Nearly always empty.</summary>
    public async Task<IReadOnlyList<ChildUnderCheck>> ReadAsync(PersonId reader, CancellationToken ct)
    {
        var today = SwedishTime.DayOf(clock.GetUtcNow());
        var found = new List<ChildUnderCheck>();
        await using var db = database.NewContext();
        foreach (var seen in await FamilyRights.StoredChildrenOfAsync(db, reader, today, ct))
        {
            var child = seen.Child.Id;
            if (await db.IsSoundAsync(SubjectId.Of(child), SubjectKind.Person, ct))
            {
                continue;
            }

            var consents = await db.Consents.AsNoTracking().Where(c => c.Child == child).ToListAsync(ct);
            var toWithdraw = consents.Where(c => c.MayBeWithdrawnBy(reader)).Select(c => Of(c, reader));
            var one = new ChildUnderCheck(child, BlockRights.Decides(seen, today), [.. toWithdraw.OrderByDescending(c => c.AnsweredAt)]);
            if (one.MayBlock || one.ToWithdraw.Count > 0)
            {
                found.Add(one);
            }
        }

        return found;
    }

    /// <summary>
    /// The consent, when its child is under check and the reader may withdraw it or has said yes to it before it was withdrawn. Otherwise
    /// null.
    /// </summary>
    public async Task<ConsentUnderCheck?> ReadAsync(ConsentId id, PersonId reader, CancellationToken ct)
    {
        await using var db = database.NewContext();
        return await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is { } consent
            && await FamilyRights.FindStoredAsync(db, reader, consent.Child, SwedishTime.DayOf(clock.GetUtcNow()), ct) is not null
            && !await db.IsSoundAsync(SubjectId.Of(consent.Child), SubjectKind.Person, ct)
            && (consent.MayBeWithdrawnBy(reader) || IsWithdrawn(consent, reader))
                ? Of(consent, reader)
                : null;
    }

    private static bool IsWithdrawn(Consent consent, PersonId reader) =>
        consent.State == ConsentState.Withdrawn && consent.Signatures.Any(s => s.Person == reader && s.Answer is ConsentAnswer.Yes);

    private static ConsentUnderCheck Of(Consent consent, PersonId reader) => new(
        consent.Id, consent.Signatures.Single(s => s.Person == reader).AnsweredAt, consent.State == ConsentState.Withdrawn);
}
