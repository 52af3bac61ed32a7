using System.Diagnostics;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>
/// Calls of systems to <see cref="ConsentToRecord"/>, <see cref="RecordConsentAnswer"/> and <see cref="ConfirmRecordedAnswer"/>.
/// </summary>
internal static class RecordedAnswerEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapRecordedAnswers(this RouteGroupBuilder api)
    {
        api.MapGet("/consents/{id:guid}/texts/{language}", ReadTextAsync)
            .ForSystems(Operations.HandleConsents)
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
            .WithName("RecordAnswer")
            .WithTags("Consents")
            .WithSummary("Records an answer that the family gave on paper or orally. It counts only once a second person has confirmed it.")
            .WithDescription(
                "The member of staff must be assigned to the case. `signer` is a guardian of the child, or the child if the child "
                + "signs; the response does not reveal whether the person has been asked or has already answered. An answer on paper "
                + "needs a scan: PDF, JPEG or PNG of at most 10 MiB, recognised by its bytes.")
            .Takes<AnswerToTakeDown>("""
                { "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007", "signer": "0199d2a0-5b7e-7c11-9a53-2f1c0c7be009", "answer": "yes",
                  "form": "paper",
                  "givenAt": "2026-03-04T09:00:00Z", "language": "sv", "textHash": "9f2c41d077aa", "identified": "Visade pass",
                  "reason": "Har ingen e-legitimation",
                  "scan": "JVBERi0xLjcK" }
                """)
            .Gives<AnswerRecorded>(StatusCodes.Status201Created, """{ "recordedAnswer": "0199d2a2-11aa-7e31-8a11-6b1c0c7be010" }""")
            .TakesADocument()
            .Fails(Problems.NoSuchConsent, Problems.ConsentNotAsked, Problems.AnswerWaitsAlready)
            .Idempotent();

        api.MapPost("/recorded-answers/{id:guid}/confirmations", ConfirmAsync)
            .ForSystems(Operations.HandleConsents)
            .WithName("ConfirmRecordedAnswer")
            .WithTags("Consents")
            .WithSummary("Confirms or rejects, as a second person, an answer that a colleague has recorded.")
            .WithDescription(
                "`decision` is `confirm` or `reject`; the latter requires a reason. `staff` must be a member of the branch other than "
                + "the person who recorded the answer. A confirmed answer is the signer's answer, unless the signer had already "
                + "answered or was not asked; the call does not reveal which.")
            .Takes<ConfirmationToMake>("""{ "staff": "0199d29f-4444-7e31-8a11-6b1c0c7be011", "decision": "confirm" }""")
            .Gives<ConfirmationMade>(StatusCodes.Status200OK, """{ "status": "confirmed" }""")
            .Fails(Problems.NoSuchRecordedAnswer, Problems.ConsentNotAsked, Problems.DecidedAlready, Problems.SecondPersonNeeded)
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
        RecordConsentAnswerOutcome.Recorded done => WireAnswer.Created(new AnswerRecorded(done.Id.Value), WireJson.Strict.AnswerRecorded),
        RecordConsentAnswerOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        RecordConsentAnswerOutcome.WaitsAlready => Problems.AnswerWaitsAlready.Say(),
        RecordConsentAnswerOutcome.NoLongerAsked => Problems.ConsentNotAsked.Say(),
        RecordConsentAnswerOutcome.NoSuchConsent => Problems.NoSuchConsent.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> ConfirmAsync(Guid id, SignedCall call, ConfirmRecordedAnswer confirm, CancellationToken ct)
    {
        if (!call.TryRead(WireJson.Strict.ConfirmationToMake, out var made, out var problem))
        {
            return problem;
        }

        if (made.Decision is not ("confirm" or "reject"))
        {
            return ApiProblem.Of([new Fault("decision", "unknown-decision", "say `confirm` or `reject`")]);
        }

        var (recorded, by) = (new RecordedAnswerId(id), call.Once<ConfirmOutcome>(made.Staff, Answer));
        var reason = ConfirmRecordedAnswer.Reason.Read(made.Reason);
        return Answer(made.Decision == "confirm"
            ? await confirm.ConfirmAsync(recorded, by, ct)
            : await confirm.RejectAsync(recorded, reason, by, ct));
    }

    private static IResult Answer(ConfirmOutcome outcome) => outcome switch
    {
        ConfirmOutcome.Confirmed => WireAnswer.Ok(new ConfirmationMade("confirmed"), WireJson.Strict.ConfirmationMade),
        ConfirmOutcome.Rejected => WireAnswer.Ok(new ConfirmationMade("rejected"), WireJson.Strict.ConfirmationMade),
        ConfirmOutcome.NoLongerAsked => Problems.ConsentNotAsked.Say(),
        ConfirmOutcome.DecidedAlready => Problems.DecidedAlready.Say(),
        ConfirmOutcome.SamePerson => Problems.SecondPersonNeeded.Say(),
        ConfirmOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        ConfirmOutcome.NoSuchAnswer => Problems.NoSuchRecordedAnswer.Say(),
        _ => throw new UnreachableException(),
    };
}
