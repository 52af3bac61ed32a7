using System.Diagnostics;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>
/// Calls of systems to <see cref="ConsentToRecord"/> and <see cref="RecordConsentAnswer"/>. No call confirms an answer: the second person
/// signs in at the pages, so that one key is never two persons (ADR 0033).
/// </summary>
internal static class RecordedAnswerEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapRecordedAnswers(this RouteGroupBuilder api)
    {
        api.MapGet("/consents/{id:guid}/texts/{language}", ReadTextAsync)
            .ForSystems(Operations.HandleConsents)
            .ForStaff(ClientRole.Caseworker)
            .WithName("ReadConsentText")
            .WithTags("Consents")
            .WithSummary("Returns the exact text of a consent as families are asked with it now, to be printed or read out.")
            .WithDescription("The member of staff must be assigned to the case. The reading is logged.")
            .Gives<ConsentTextBody>(StatusCodes.Status200OK, """
                { "version": "3", "language": "sv", "sha256": "9f2c41d077aa0c1be6a1f2a0b8f7a1d5c4e3b2a190807060504030201000ffee",
                  "text": "Samtycke ..." }
                """)
            .Fails(Problems.NoSuchConsent, Problems.BadRequest);

        api.MapPost("/consents/{id:guid}/recorded-answers", TakeDownAsync)
            .ForSystems(Operations.HandleConsents)
            .ForStaff(ClientRole.Caseworker)
            .WithName("RecordAnswer")
            .WithTags("Consents")
            .WithSummary("Records an answer that the family gave on paper or orally. It counts only once a second person has confirmed it.")
            .WithDescription(
                "The member of staff must be assigned to the case. `signer` is a guardian of the child, or the child if the child "
                + "signs; the response does not reveal whether the person has been asked or has already answered. An answer on paper "
                + "needs a scan: PDF, JPEG or PNG of at most 10 MiB, recognised by its bytes. The signer is told at once which unit and "
                + "which system recorded what, and can contradict it. Another member of the branch confirms or rejects it, signed in at "
                + "the page `confirmAt`; no call does so. A `no` from somebody who has said yes, or to an active consent, withdraws the "
                + "consent at once: `withdrawnAt` says when, nothing more is released under it, and nobody needs to confirm it.")
            .Takes<AnswerToTakeDown>("""
                { "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007", "signer": "0199d2a0-5b7e-7c11-9a53-2f1c0c7be009", "answer": "yes",
                  "form": "paper",
                  "givenAt": "2026-03-04T09:00:00Z", "language": "sv", "textHash": "9f2c41d077aa", "identified": "Visade pass",
                  "reason": "Har ingen e-legitimation",
                  "scan": "JVBERi0xLjcK" }
                """)
            .Gives<AnswerRecorded>(StatusCodes.Status201Created, """
                { "recordedAnswer": "0199d2a2-11aa-7e31-8a11-6b1c0c7be010",
                  "confirmAt": "/arbetsyta/bekrafta/0199d2a2-11aa-7e31-8a11-6b1c0c7be010" }
                """)
            .TakesADocument()
            .Fails(Problems.NoSuchConsent, Problems.ConsentNotAsked, Problems.AnswerWaitsAlready)
            .Idempotent();
    }

    private static async Task<IResult> ReadTextAsync(
        Guid id, string language, Guid staff, SignedCall call, ConsentToRecord read, CancellationToken ct) =>
        await read.ReadAsync(new ConsentId(id), call.By(staff), language, ct) is { Text: var text }
            ? WireAnswer.Ok(new ConsentTextBody(text.Version, text.Language, text.Hash, text.Text), WireJson.Strict.ConsentTextBody)
            : Problems.NoSuchConsent.Say();

    private static async Task<IResult> TakeDownAsync(Guid id, SignedCall call, RecordConsentAnswer takeDown, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.AnswerToTakeDown, out var taken, out var problem)
            ? problem
            : Answer(await takeDown.HandleAsync(
                new ConsentId(id), taken.ToRecord(), call.Once<RecordConsentAnswerOutcome>(taken.Staff, Answer), ct));

    private static IResult Answer(RecordConsentAnswerOutcome outcome) => outcome switch
    {
        RecordConsentAnswerOutcome.Recorded done => WireAnswer.Created(AnswerRecorded.Of(done.Id), WireJson.Strict.AnswerRecorded),
        RecordConsentAnswerOutcome.TakenAsWithdrawal taken =>
            WireAnswer.Created(AnswerRecorded.Of(taken.Id) with { WithdrawnAt = taken.At }, WireJson.Strict.AnswerRecorded),
        RecordConsentAnswerOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        RecordConsentAnswerOutcome.WaitsAlready => Problems.AnswerWaitsAlready.Say(),
        RecordConsentAnswerOutcome.NoLongerAsked => Problems.ConsentNotAsked.Say(),
        RecordConsentAnswerOutcome.NoSuchConsent => Problems.NoSuchConsent.Say(),
        _ => throw new UnreachableException(),
    };
}
