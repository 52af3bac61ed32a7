using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Oversight;

/// <summary>How closing a review ended.</summary>
public abstract record ReviewEmergencyOutcome
{
    private ReviewEmergencyOutcome() { }

    /// <summary>The review is closed. Closing it again returns the first outcome.</summary>
    public sealed record Closed(ReviewOutcome Outcome, DateTimeOffset At) : ReviewEmergencyOutcome;

    /// <summary>The request has these faults, and the review remains open.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : ReviewEmergencyOutcome;

    /// <summary>The person who declared the emergency may not review it.</summary>
    public sealed record OwnEmergency : ReviewEmergencyOutcome;

    /// <summary>The caller's authority has no such review, or the caller is not a registrator.</summary>
    public sealed record NoSuchReview : ReviewEmergencyOutcome;
}

/// <summary>
/// Closes the review of an emergency access, with an outcome and a comment. A registrator of the authority that holds the opened records
/// does this. If the outcome is that the access was not justified or too wide, the access also ends, unless it already has.
/// </summary>
public sealed class ReviewEmergency(LoggedChanges changes, TimeProvider clock)
{
    /// <summary>The greatest number of characters in a comment.</summary>
    public const int LongestWords = 4000;

    /// <summary>The field for the comment.</summary>
    public static TextField Words { get; } = new("words", LongestWords);

    /// <summary>Closes the review permanently.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be written; the review remains open.</exception>
    public async Task<ReviewEmergencyOutcome> HandleAsync(
        EmergencyAccessId id, ReviewOutcome? outcome, FreeText words, Caller.Staff caller, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(words);
        EmergencyAccess? found;
        await using (var reading = changes.NewContext())
        {
            found = await reading.EmergencyAccesses.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct);
        }

        if (found is null)
        {
            return new ReviewEmergencyOutcome.NoSuchReview();
        }

        // Locking the child's log subject gives two simultaneous closings an order. Its version is raised because ending the access can
        // prevent a release.
        var now = clock.GetUtcNow();
        SubjectId[] subjects = [SubjectId.Of(found.Child), SubjectId.Of(found.Request)];
        var changed = await changes.ChangeAsync<ReviewEmergencyOutcome>(subjects, async (db, ct) =>
        {
            var registrator = await LogReaders.FindAsync(db, caller, now, ct);
            var emergency = await db.EmergencyAccesses.SingleAsync(e => e.Id == id, ct);
            var review = await db.EmergencyReviews.SingleAsync(r => r.Emergency == id, ct);
            if (registrator is null || review.Holder != registrator.Authority.Id
                || !await InnerSecrecy.SeesAsync(db, registrator, emergency.Child, ct))
            {
                return Change<ReviewEmergencyOutcome>.None(new ReviewEmergencyOutcome.NoSuchReview());
            }

            if (SecondPerson.After(emergency.DeclaredBy, registrator, caller) is not { } second)
            {
                return Change<ReviewEmergencyOutcome>.None(new ReviewEmergencyOutcome.OwnEmergency());
            }

            if (review is { ClosedAt: { } before, Outcome: { } first })
            {
                return Change<ReviewEmergencyOutcome>.None(new ReviewEmergencyOutcome.Closed(first, before));
            }

            var faults = Faults(outcome, words);
            if (faults.Count > 0 || outcome is not { } made)
            {
                return Change<ReviewEmergencyOutcome>.None(new ReviewEmergencyOutcome.Invalid(faults));
            }

            review.Close(second, made, words.Value, emergency.Key.Key, now);
            var request = await db.Requests.AsNoTracking().SingleAsync(r => r.Id == emergency.Request, ct);
            List<NewEntry> entries =
            [
                EmergencyEntry.Of(
                    EntryKinds.EmergencyReviewed,
                    emergency,
                    request,
                    review.Holder,
                    registrator.Actor,
                    ("outcome", made.ToString()),
                    ("reasoning", words.Value)),
            ];
            if (made != ReviewOutcome.Justified && emergency.StandsAt(now))
            {
                emergency.Revoke(now);
                entries.Add(EmergencyEntry.Of(EntryKinds.EmergencyRevoked, emergency, request, review.Holder, registrator.Actor));
            }

            return new Change<ReviewEmergencyOutcome>(new ReviewEmergencyOutcome.Closed(made, now), entries);
        }, ct);
        return changed.Outcome;
    }

    private static List<Fault> Faults(ReviewOutcome? outcome, FreeText words)
    {
        var faults = new List<Fault>();
        if (outcome is not { } stated || !Enum.IsDefined(stated))
        {
            faults.Add(new("outcome", "outcome-missing", "state the outcome of the review"));
        }

        if (words.IsEmpty)
        {
            faults.Add(new("words", "words-missing", "write what the review is based on"));
        }

        faults.AddRange(words.Faults);

        return faults;
    }
}
