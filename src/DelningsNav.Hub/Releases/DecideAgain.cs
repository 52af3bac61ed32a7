using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Releases;

/// <summary>
/// Decides again the requests that waited for a family's answer, when it has come, and tells those who asked. A yes alone grants nothing:
/// the request meets every rule anew.
/// </summary>
/// <remarks>
/// Runs right after an answer, and now and then for what a crash left undone: an answer marks its consent in its own
/// transaction, and the mark goes when the requests have been decided. Dying between the two, or two nodes at once, leads to
/// one decision more and nothing else.
/// </remarks>
public sealed class DecideAgain(LoggedChanges changes, ReleaseInformation release, TimeProvider clock)
{
    private const int AtATime = 100;

    /// <summary>
    /// Decides everything that waits for it, and answers with how many requests that was. What cannot be
    /// decided keeps nothing else waiting.
    /// </summary>
    /// <exception cref="AggregateException">Some could not be decided, for these reasons; they are decided at the next run.</exception>
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
                // Whatever keeps one from being decided, the others have waited for a family too. It is thrown when they have been.
                failed.Add(cause);
            }
        }

        return failed.Count == 0 ? decided : throw new AggregateException(failed);
    }

    /// <summary>
    /// Decides what waited for one consent right after an answer, which stands whatever becomes of this: what is not decided now is
    /// decided at the next run, and said there if it fails too.
    /// </summary>
    internal async Task AfterAnswerAsync(ConsentId id, CancellationToken ct)
    {
        try
        {
            await AfterAsync(id, ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // The answer has been taken in, and one who gave it must not be told otherwise. The mark stays, and
            // the next run says what is wrong.
        }
    }

    /// <summary>Decides what waited for one consent that the family has answered.</summary>
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

        if (outcomes.Exists(outcome => outcome is ReleaseOutcome.Unsettled))
        {
            // Others change the same child all the while. The mark stays, for the next run.
            return 0;
        }

        // The child is held, so that an answer, a withdrawal or another node that does the same comes before or after.
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

    // Told once: that one more has said no after the first is nothing that staff may notice.
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
    /// The requests of the consent's case that ask its discloser for what it is about, and were decided last before the family answered;
    /// null while answers are awaited, and when all is done.
    /// </summary>
    private async Task<(PersonId Child, int Version, IReadOnlyList<RequestId> Requests)?> WaitingAsync(ConsentId id, CancellationToken ct)
    {
        await using var db = changes.NewContext();
        if (await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.DecideAgain, ct) is not { } consent)
        {
            return null;
        }


        // It may have begun to hold after the last answer, by a second decider's word.
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
