using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// When a family has answered, decides again each request that lacked the answer, and notifies the requesters. A yes alone
/// grants nothing: every rule is applied to the request again.
/// </summary>
/// <remarks>
/// It runs right after an answer. It also runs at intervals, to complete work that a crash has interrupted. The transaction that records
/// an answer also marks the consent, and the mark is removed when the requests have been decided. If the hub crashes between the two, or
/// if two nodes do the work at the same time, the only effect is one more decision.
/// </remarks>
public sealed class DecideAgain(LoggedChanges changes, ReleaseInformation release, TimeProvider clock)
{
    private const int AtATime = 100;

    /// <summary>
    /// Decides every request that is due and returns how many it decided. A request that cannot be decided does not delay the others.
    /// </summary>
    /// <exception cref="AggregateException">
    /// Some requests could not be decided; the inner exceptions are the reasons. These requests are decided at the next run.
    /// </exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var decided = 0;
        var failed = new List<Exception>();
        foreach (var consent in await MarkedAsync(ct))
        {
            try
            {
                decided += await AfterAsync(consent, ct);
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                // A failure in one consent must not delay the others, whose families have answered too. The failure is thrown after all
                // consents have been tried.
                failed.Add(cause);
            }
        }

        return failed.Count == 0 ? decided : throw new AggregateException(failed);
    }

    /// <summary>
    /// Decides the requests of one consent right after an answer. The answer is valid whether this succeeds or not. A request that is not
    /// decided now is decided at the next run, and that run reports a failure.
    /// </summary>
    internal async Task AfterAnswerAsync(ConsentId id, CancellationToken ct)
    {
        try
        {
            await AfterAsync(id, ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The answer is recorded, and the signer must not be shown an error. The mark remains, and the
            // next run reports what is wrong.
        }
    }

    /// <summary>Decides the requests of one consent that the family has answered.</summary>
    internal async Task<int> AfterAsync(ConsentId id, CancellationToken ct)
    {
        if (await WaitingAsync(id, ct) is not var (child, version, waiting))
        {
            return 0;
        }

        var outcomes = new List<ReleaseOutcome>();
        foreach (var request in waiting)
        {
            outcomes.Add(await release.DecideAgainAsync(request, ct));
        }

        if (outcomes.Exists(outcome => outcome is ReleaseOutcome.FactsKeptChanging))
        {
            // Other changes to the same child kept coming. The mark remains for the next run.
            return 0;
        }

        // The child is locked. An answer, a withdrawal, or the same work on another node happens either before this change or after it.
        await changes.ChangeAsync<bool>([SubjectId.Of(child)], async (db, ct) =>
        {
            var consent = await db.Consents.SingleAsync(c => c.Id == id, ct);
            if (consent.DecideAgain && consent.Version == version)
            {
                consent.NoteDecidedAgain();
                await TellAsync(db, consent, waiting, outcomes, ct);
            }

            return new Change<bool>(true, []) { IsBookkeeping = true };
        }, ct);
        return waiting.Count;
    }

    // Staff are notified only once. A second notice would reveal that a second person has said no after the first.
    private async Task TellAsync(
        HubDbContext db, Consent consent, IReadOnlyList<RequestId> requests, List<ReleaseOutcome> outcomes, CancellationToken ct)
    {
        if (await db.StaffMessages.AnyAsync(message => message.Consent == consent.Id, ct))
        {
            return;
        }

        var answered = consent.State != ConsentState.Active ? FamilyAnswered.NotGiven
            : outcomes.Count == 0 ? FamilyAnswered.Holds
            : outcomes.TrueForAll(IsReleased) ? FamilyAnswered.MayRead
            : FamilyAnswered.StaysClosed;
        var asked = await db.ConsentRequests.Where(request => request.Id == consent.Request)
            .Select(request => request.RequestedBy)
            .SingleAsync(ct);
        var waited = await db.Requests.Where(request => requests.Contains(request.Id)).Select(request => request.AskedBy).ToListAsync(ct);
        var only = requests is [var one] ? (RequestId?)one : null;
        db.AddRange(waited.Append(asked).Distinct().Select(staff => StaffMessage.To(staff, consent.Id, answered, only, clock.GetUtcNow())));
    }

    private static bool IsReleased(ReleaseOutcome outcome) =>
        outcome is ReleaseOutcome.Answered answered
        && answered.Answers.All(answer => answer is RecordAnswer.Released or RecordAnswer.NothingHeld);

    private async Task<IReadOnlyList<ConsentId>> MarkedAsync(CancellationToken ct)
    {
        await using var db = changes.NewContext();
        return await db.Consents.Where(c => c.DecideAgain).OrderBy(c => c.Id).Select(c => c.Id).Take(AtATime).ToListAsync(ct);
    }

    /// <summary>
    /// The requests in the consent's case that ask the consent's holder for its record types and were last decided before the family
    /// answered. Null when the consent is not marked, because answers are outstanding or everything is done.
    /// </summary>
    private async Task<(PersonId Child, int Version, IReadOnlyList<RequestId> Requests)?> WaitingAsync(ConsentId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        if (await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.DecideAgain, ct) is not { } consent)
        {
            return null;
        }

        // A second decider can make the consent active after the last answer.
        var answeredAt = consent.Signatures.Select(signature => signature.AnsweredAt).Append(consent.ActiveFrom).Max();
        var survey = await Survey.ReadAsync(db, [consent.Case], consent.Recipient, clock.GetUtcNow(), ct);
        var waiting = survey.ItemsOf(consent.Case)
            .Where(item => item.Holder == consent.Discloser
                && consent.RecordTypes.Contains(item.RecordType)
                && item.State is SurveyState.ConsentGiven or SurveyState.ConsentNotGiven or SurveyState.ConsentMissing
                    or SurveyState.WaitsForAssessor)
            .Where(item => item.Request is { } asked
                && survey.CurrentOf(asked, item.RecordType).All(decision => decision.DecidedAt <= answeredAt))
            .Select(item => item.Request!.Value);
        return (consent.Child, consent.Version, [.. waiting.Distinct()]);
    }
}
