using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>The integrations' door to <see cref="ConsentToRecord"/>, <see cref="TakeDownAnswer"/> and <see cref="ConfirmRecordedAnswer"/>.</summary>
internal static class RecordedAnswerEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapRecordedAnswers(this RouteGroupBuilder api)
    {
        api.MapGet("/consents/{id:guid}/texts/{language}", ReadTextAsync)
            .ForSystems(Operations.HandleConsents)
            .WithName("ReadConsentText")
            .WithTags("Consents")
            .WithSummary("Gives the exact text of a consent as it is asked with now, to be printed or read out.")
            .WithDescription("For a member of staff who is assigned to the case. The reading is logged.")
            .Gives<ConsentTextBody>(StatusCodes.Status200OK, """
                { "version": "3", "language": "sv", "sha256": "9f2c41d077aa0c1be6a1f2a0b8f7a1d5c4e3b2a190807060504030201000ffee", "text": "Samtycke ..." }
                """)
            .Fails(Problems.NoSuchConsent, Problems.BadRequest);

        api.MapPost("/consents/{id:guid}/recorded-answers", TakeDownAsync)
            .ForSystems(Operations.HandleConsents)
            .WithName("RecordAnswer")
            .WithTags("Consents")
            .WithSummary("Takes down what one of the family has answered on paper or in words. It counts for nothing until a second person has confirmed it.")
            .WithDescription(
                "For a member of staff who is assigned to the case. `signer` is a guardian of the child, or the child where it signs itself; whether the person is asked or has answered already is not "
                + "told. What was said on paper comes with a scan: PDF, JPEG or PNG of at most 10 MiB, told by its bytes.")
            .Takes<AnswerToTakeDown>("""
                { "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007", "signer": "0199d2a0-5b7e-7c11-9a53-2f1c0c7be009", "answer": "yes", "form": "paper",
                  "givenAt": "2026-03-04T09:00:00Z", "language": "sv", "textHash": "9f2c41d077aa", "identified": "Visade pass", "reason": "Har ingen e-legitimation",
                  "scan": "JVBERi0xLjcK" }
                """)
            .Gives<AnswerRecorded>(StatusCodes.Status201Created, """{ "recordedAnswer": "0199d2a2-11aa-7e31-8a11-6b1c0c7be010" }""")
            .Fails(Problems.NoSuchConsent, Problems.ConsentNotAsked, Problems.AnswerWaitsAlready)
            .Idempotent();

        api.MapPost("/recorded-answers/{id:guid}/confirmations", ConfirmAsync)
            .ForSystems(Operations.HandleConsents)
            .WithName("ConfirmRecordedAnswer")
            .WithTags("Consents")
            .WithSummary("A second person confirms or rejects what a colleague has taken down.")
            .WithDescription(
                "`decision` is `confirm` or `reject`; the latter wants a reason. Another member of the branch than the one who took it down. Confirmed, it is the person's answer, unless they had answered by "
                + "themselves or were not asked; which is not told.")
            .Takes<ConfirmationToMake>("""{ "staff": "0199d29f-4444-7e31-8a11-6b1c0c7be011", "decision": "confirm" }""")
            .Gives<ConfirmationMade>(StatusCodes.Status200OK, """{ "status": "confirmed" }""")
            .Fails(Problems.NoSuchRecordedAnswer, Problems.ConsentNotAsked, Problems.DecidedAlready, Problems.SecondPersonNeeded)
            .Idempotent();
    }

    private static async Task<IResult> ReadTextAsync(Guid id, string language, Guid staff, SignedCall call, ConsentToRecord read, CancellationToken ct) =>
        await read.ReadAsync(new ConsentId(id), call.By(staff), language, ct) is { Text: var text }
            ? WireAnswer.Ok(new ConsentTextBody(text.Version, text.Language, text.Hash, text.Text), WireJson.Strict.ConsentTextBody)
            : Problems.NoSuchConsent.Say();

    private static async Task<IResult> TakeDownAsync(Guid id, SignedCall call, TakeDownAnswer takeDown, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.AnswerToTakeDown, out var taken, out var problem)
            ? problem
            : await takeDown.HandleAsync(new ConsentId(id), taken.ToRecord(), call.By(taken.Staff), ct) switch
            {
                TakeDownOutcome.Recorded done => WireAnswer.Created(new AnswerRecorded(done.Id.Value), WireJson.Strict.AnswerRecorded),
                TakeDownOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
                TakeDownOutcome.WaitsAlready => Problems.AnswerWaitsAlready.Say(),
                TakeDownOutcome.NoLongerAsked => Problems.ConsentNotAsked.Say(),
                TakeDownOutcome.NoSuchConsent => Problems.NoSuchConsent.Say(),
                _ => throw new System.Diagnostics.UnreachableException(),
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

        var (recorded, by) = (new RecordedAnswerId(id), call.By(made.Staff));
        var reason = ConfirmRecordedAnswer.Reason.Read(made.Reason);
        var outcome = made.Decision == "confirm"
            ? await confirm.ConfirmAsync(recorded, by, ct)
            : await confirm.RejectAsync(recorded, reason, by, ct);
        return outcome switch
        {
            ConfirmOutcome.Confirmed => WireAnswer.Ok(new ConfirmationMade("confirmed"), WireJson.Strict.ConfirmationMade),
            ConfirmOutcome.Rejected => WireAnswer.Ok(new ConfirmationMade("rejected"), WireJson.Strict.ConfirmationMade),
            ConfirmOutcome.NoLongerAsked => Problems.ConsentNotAsked.Say(),
            ConfirmOutcome.DecidedAlready => Problems.DecidedAlready.Say(),
            ConfirmOutcome.SamePerson => Problems.SecondPersonNeeded.Say(),
            ConfirmOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
            ConfirmOutcome.NoSuchAnswer => Problems.NoSuchRecordedAnswer.Say(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
