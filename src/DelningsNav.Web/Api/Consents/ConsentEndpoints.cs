using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Asking;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>Calls of systems to <see cref="AskForConsent"/>, <see cref="ReadConsent"/> and <see cref="WithdrawConsent"/>.</summary>
internal static class ConsentEndpoints
{
    private const string ConsentExample = """
        { "consent": "0199d2a2-11aa-7e31-8a11-6b1c0c7be003", "status": "active", "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004",
          "discloser": "0199d29f-1111-7e31-8a11-6b1c0c7be005", "recipient": "0199d29f-2222-7e31-8a11-6b1c0c7be006", "purpose": "sst",
          "recordTypes": ["franvaro"], "dataFrom": "2025-08-18", "dataTo": "2026-06-11", "requestedAt": "2026-03-02T09:12:00Z",
          "validUntil": "2026-12-31T22:59:59Z",
          "useLimit": "any", "retentionPromise": "own-record" }
        """;

    /// <summary>Maps the endpoints.</summary>
    public static void MapConsents(this RouteGroupBuilder api)
    {
        api.MapPost("/consent-requests", AskAsync)
            .ForSystems(Operations.HandleConsents)
            .ForStaff(ClientRole.Caseworker)
            .WithName("AskForConsent")
            .WithTags("Consents")
            .WithSummary("Asks a child's family for consent, in a case to which the member of staff is assigned.")
            .WithDescription(
                "Each holder gets a consent of its own. The signers follow from custody and age. What the family has already consented to "
                + "or been asked about is not asked again: see `leftOut`.")
            .Takes<ConsentToAsk>("""
                { "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004", "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007",
                  "scopes": [ { "discloser": "0199d29f-1111-7e31-8a11-6b1c0c7be005", "recordTypes": ["franvaro"] } ],
                  "dataFrom": "2025-08-18", "dataTo": "2026-06-11", "validUntil": "2026-12-31T22:59:59Z",
                  "message": "Vi vill se hur skoldagarna har varit." }
                """)
            .Gives<ConsentAsked>(StatusCodes.Status201Created, """
                { "request": "0199d2a2-11aa-7e31-8a11-6b1c0c7be008", "consents": ["0199d2a2-11aa-7e31-8a11-6b1c0c7be003"], "leftOut": [] }
                """)
            .Fails(Problems.NoSuchCase, Problems.ConsentedAlready, Problems.ConsentAwaitedAlready, Problems.NobodyCanSign)
            .Idempotent();

        api.MapPost("/information-requests/{id:guid}/consent-requests", AskAfterDenialAsync)
            .ForSystems(Operations.HandleConsents)
            .ForStaff(ClientRole.Caseworker)
            .WithName("AskForConsentAfterDenial")
            .WithTags("Consents")
            .WithSummary("Asks the family for the consent that a refused request was missing.")
            .WithDescription(
                "A denial that consent would lift carries a `token` in `opens`. Case, purpose, holder and types follow from the token. "
                + "When the family has answered, the hub decides the request again and opens nothing: read the request for the result. "
                + "A yes alone grants nothing.")
            .Takes<DenialToAskAbout>("""
                { "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007", "tokens": ["3q2-7wAAAAAAAAAAAAAAAA"],
                  "message": "Vi vill se hur skoldagarna har varit." }
                """)
            .Gives<ConsentAsked>(StatusCodes.Status201Created, """
                { "request": "0199d2a2-11aa-7e31-8a11-6b1c0c7be008", "consents": ["0199d2a2-11aa-7e31-8a11-6b1c0c7be003"], "leftOut": [] }
                """)
            .Fails(Problems.NoSuchRequest, Problems.ConsentedAlready, Problems.ConsentAwaitedAlready, Problems.NobodyCanSign)
            .Idempotent();

        api.MapGet("/consents/{id:guid}", ReadAsync)
            .ForSystems(Operations.HandleConsents)
            .ForStaff(ClientRole.Caseworker)
            .WithName("ReadConsent")
            .WithTags("Consents")
            .WithSummary("Returns the state of a consent to one of its parties.")
            .WithDescription(
                $"`status` is {WireNames.All<SeenConsentState>()}. "
                + "It never reveals who answered what, nor why a consent lapsed: ask the family anew. `staff` reads, and the reading is "
                + "logged.")
            .Gives<ConsentBody>(StatusCodes.Status200OK, ConsentExample)
            .Fails(Problems.NoSuchConsent, Problems.BadRequest);

        api.MapPost("/consents/{id:guid}/withdrawals", WithdrawAsync)
            .ForSystems(Operations.HandleConsents)
            .ForStaff(ClientRole.Caseworker)
            .WithName("WithdrawConsent")
            .WithTags("Consents")
            .WithSummary("Withdraws a consent on the family's word, effective at once.")
            .WithDescription(
                "Once this call has answered, nothing more is released under the consent. Withdrawing again returns the time of the first "
                + "withdrawal.")
            .Takes<WithdrawalToMake>("""{ "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007" }""")
            .Gives<ConsentWithdrawn>(StatusCodes.Status200OK, """{ "withdrawnAt": "2026-04-01T12:00:00Z" }""")
            .Fails(Problems.NoSuchConsent, Problems.ConsentEnded)
            .Idempotent();

        api.MapPost("/consents/{id:guid}/endings", EndAsync)
            .ForSystems(Operations.HandleConsents)
            .ForStaff(ClientRole.Caseworker)
            .WithName("EndConsent")
            .WithTags("Consents")
            .WithSummary("Ends a consent that the recipient no longer needs, or that was registered in error.")
            .WithDescription(
                "`ending` is `purpose-met` or `registered-in-error`; the latter requires a reason. The member of staff must be assigned "
                + "to the case. Once this call has answered, nothing more is released under the consent. Ending again in the same way "
                + "returns the time of the first ending.")
            .Takes<EndingToMake>("""{ "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007", "ending": "purpose-met" }""")
            .Gives<ConsentEnded>(StatusCodes.Status200OK, """{ "endedAt": "2026-04-01T12:00:00Z" }""")
            .Fails(Problems.NoSuchConsent, Problems.ConsentEnded)
            .Idempotent();
    }

    private static async Task<IResult> AskAsync(SignedCall call, AskForConsent askForConsent, CancellationToken ct) =>
        call.TryRead(WireJson.Strict.ConsentToAsk, out var asked, out var problem)
            ? AnswerOrNoCase(
                await askForConsent.HandleAsync(asked.ToAsk(), call.Once<AskOutcome>(asked.Staff, AnswerOrNoCase), ct))
            : problem;

    private static async Task<IResult> AskAfterDenialAsync(Guid id, SignedCall call, AskAfterDenial askAfterDenial, CancellationToken ct) =>
        call.TryRead(WireJson.Strict.DenialToAskAbout, out var asked, out var problem)
            ? AnswerOrNoRequest(
                await askAfterDenial.HandleAsync(asked.ToAsk(id), call.Once<AskOutcome>(asked.Staff, AnswerOrNoRequest), ct))
            : problem;

    private static IResult AnswerOrNoCase(AskOutcome outcome) => Answer(outcome, Problems.NoSuchCase);

    private static IResult AnswerOrNoRequest(AskOutcome outcome) => Answer(outcome, Problems.NoSuchRequest);

    private static IResult Answer(AskOutcome outcome, ProblemType notYours) => outcome switch
    {
        AskOutcome.Asked done => WireAnswer.Created(
            new ConsentAsked(
                done.Request.Value,
                [.. done.Consents.Select(c => c.Value)],
                [.. done.LeftOut.Select(ScopeBody.Of)]),
            WireJson.Strict.ConsentAsked,
            done.Consents is [var only] ? $"{ApiDoor.Root}/consents/{only}" : ""),
        AskOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        AskOutcome.NotYourCase => notYours.Say(),
        AskOutcome.ConsentedAlready => Problems.ConsentedAlready.Say(),
        AskOutcome.AwaitedAlready => Problems.ConsentAwaitedAlready.Say(),
        AskOutcome.NobodyCanSign => Problems.NobodyCanSign.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> ReadAsync(Guid id, Guid staff, SignedCall call, ReadConsent read, CancellationToken ct) =>
        await read.ReadAsync(new ConsentId(id), call.By(staff), ct) is { } consent
            ? WireAnswer.Ok(ConsentBody.Of(consent), WireJson.Strict.ConsentBody)
            : Problems.NoSuchConsent.Say();

    private static async Task<IResult> WithdrawAsync(Guid id, SignedCall call, WithdrawConsent withdraw, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.WithdrawalToMake, out var asked, out var problem)
            ? problem
            : Answer(await withdraw.HandleAsync(new ConsentId(id), call.Once<WithdrawOutcome>(asked.Staff, Answer), ct));

    private static IResult Answer(WithdrawOutcome outcome) => outcome switch
    {
        WithdrawOutcome.Withdrawn withdrawn => WireAnswer.Ok(new ConsentWithdrawn(withdrawn.At), WireJson.Strict.ConsentWithdrawn),
        WithdrawOutcome.OverAlready => Problems.ConsentEnded.Say(),
        WithdrawOutcome.NoSuchConsent => Problems.NoSuchConsent.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> EndAsync(Guid id, SignedCall call, EndConsent end, CancellationToken ct)
    {
        if (!call.TryRead(WireJson.Strict.EndingToMake, out var asked, out var problem))
        {
            return problem;
        }

        if (WireNames.Read<ConsentEnding>(asked.Ending) is not { } ending)
        {
            return ApiProblem.Of([new Fault("ending", "unknown-ending", "say `purpose-met` or `registered-in-error`")]);
        }

        var reason = EndConsent.Reason.Read(asked.Reason);
        return Answer(await end.HandleAsync(new ConsentId(id), ending, reason, call.Once<EndOutcome>(asked.Staff, Answer), ct));
    }

    private static IResult Answer(EndOutcome outcome) => outcome switch
    {
        EndOutcome.Ended ended => WireAnswer.Ok(new ConsentEnded(ended.At), WireJson.Strict.ConsentEnded),
        EndOutcome.OverAlready => Problems.ConsentEnded.Say(),
        EndOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        EndOutcome.NoSuchConsent => Problems.NoSuchConsent.Say(),
        _ => throw new UnreachableException(),
    };
}
