using System.ComponentModel.DataAnnotations;
using DelningsNav.Hub;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Parties;
using DelningsNav.Policies;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>The integrations' door to <see cref="AskForConsent"/>, <see cref="ReadConsent"/> and <see cref="WithdrawConsent"/>.</summary>
internal static class ConsentEndpoints
{
    private const string ConsentExample = """
        { "consent": "0199d2a2-11aa-7e31-8a11-6b1c0c7be003", "status": "active", "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004",
          "discloser": "0199d29f-1111-7e31-8a11-6b1c0c7be005", "recipient": "0199d29f-2222-7e31-8a11-6b1c0c7be006", "purpose": "sst",
          "recordTypes": ["franvaro"], "dataFrom": "2025-08-18", "dataTo": "2026-06-11", "requestedAt": "2026-03-02T09:12:00Z", "validUntil": "2026-12-31T22:59:59Z",
          "useLimit": "any", "retentionPromise": "own-record" }
        """;

    /// <summary>Maps the endpoints.</summary>
    public static void MapConsents(this RouteGroupBuilder api)
    {
        api.MapPost("/consent-requests", AskAsync)
            .ForSystems(Operations.HandleConsents)
            .WithName("AskForConsent")
            .WithTags("Consents")
            .WithSummary("Asks a child's family for consent, in a case that the member of staff is assigned to.")
            .WithDescription(
                "Each disclosing branch gets a consent of its own. Who must sign follows from custody and age. What is consented to already, or waits for the family's answer, is not asked again: see `leftOut`.")
            .Takes<ConsentToAsk>("""
                { "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004", "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007",
                  "scopes": [ { "discloser": "0199d29f-1111-7e31-8a11-6b1c0c7be005", "recordTypes": ["franvaro"] } ],
                  "dataFrom": "2025-08-18", "dataTo": "2026-06-11", "validUntil": "2026-12-31T22:59:59Z", "message": "Vi vill se hur skoldagarna har varit." }
                """)
            .Gives<ConsentAsked>(StatusCodes.Status201Created, """
                { "request": "0199d2a2-11aa-7e31-8a11-6b1c0c7be008", "consents": ["0199d2a2-11aa-7e31-8a11-6b1c0c7be003"], "leftOut": [] }
                """)
            .Fails(Problems.NoSuchCase, Problems.ConsentedAlready, Problems.ConsentAwaitedAlready, Problems.NobodyCanSign)
            .Idempotent();

        api.MapGet("/consents/{id:guid}", ReadAsync)
            .ForSystems(Operations.HandleConsents)
            .WithName("ReadConsent")
            .WithTags("Consents")
            .WithSummary("Says where a consent stands, to a party to it.")
            .WithDescription(
                "`status` is `waiting`, `active`, `not-granted`, `withdrawn`, `expired`, `ended`, `superseded`, `lapsed` or `annulled`. It never says who "
                + "answered what, nor why a consent lapsed: ask the family anew. The reading is logged.")
            .Gives<ConsentBody>(StatusCodes.Status200OK, ConsentExample)
            .Fails(Problems.NoSuchConsent, Problems.BadRequest);

        api.MapPost("/consents/{id:guid}/withdrawals", WithdrawAsync)
            .ForSystems(Operations.HandleConsents)
            .WithName("WithdrawConsent")
            .WithTags("Consents")
            .WithSummary("Takes a consent back on the family's word, at once.")
            .WithDescription("When this answers, no release can be made on the consent any more. Withdrawing again gives the first time.")
            .Takes<WithdrawalToMake>("""{ "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007" }""")
            .Gives<ConsentWithdrawn>(StatusCodes.Status200OK, """{ "withdrawnAt": "2026-04-01T12:00:00Z" }""")
            .Fails(Problems.NoSuchConsent, Problems.ConsentOver)
            .Idempotent();

        api.MapPost("/consents/{id:guid}/endings", EndAsync)
            .ForSystems(Operations.HandleConsents)
            .WithName("EndConsent")
            .WithTags("Consents")
            .WithSummary("Ends a consent that the receiver no longer needs, or that was registered in error.")
            .WithDescription(
                "`ending` is `purpose-met` or `registered-in-error`; the latter wants a reason. For a member of staff who is assigned to the case. "
                + "When this answers, no release can be made on the consent any more. Ending again in the same way gives the first time.")
            .Takes<EndingToMake>("""{ "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007", "ending": "purpose-met" }""")
            .Gives<ConsentEnded>(StatusCodes.Status200OK, """{ "endedAt": "2026-04-01T12:00:00Z" }""")
            .Fails(Problems.NoSuchConsent, Problems.ConsentOver)
            .Idempotent();
    }

    private static async Task<IResult> AskAsync(SignedCall call, AskForConsent askForConsent, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.ConsentToAsk, out var asked, out var problem)
            ? problem
            : await askForConsent.HandleAsync(asked.ToAsk(), call.By(asked.Staff), ct) switch
            {
                AskOutcome.Asked done => WireAnswer.Created(
                    new ConsentAsked(
                        done.Request.Value,
                        [.. done.Consents.Select(c => c.Value)],
                        [.. done.LeftOut.Select(scope => new ScopeBody { Discloser = scope.Discloser.Value, RecordTypes = scope.RecordTypes })]),
                    WireJson.Strict.ConsentAsked,
                    done.Consents is [var only] ? $"{ApiDoor.Root}/consents/{only}" : ""),
                AskOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
                AskOutcome.NotYourCase => Problems.NoSuchCase.Say(),
                AskOutcome.ConsentedAlready => Problems.ConsentedAlready.Say(),
                AskOutcome.AwaitedAlready => Problems.ConsentAwaitedAlready.Say(),
                AskOutcome.NobodyCanSign => Problems.NobodyCanSign.Say(),
                _ => throw new System.Diagnostics.UnreachableException(),
            };

    private static async Task<IResult> ReadAsync(Guid id, SignedCall call, ReadConsent read, CancellationToken ct, Guid? staff = null) =>
        await read.ReadAsync(new ConsentId(id), call.By(staff), ct) is { } consent
            ? WireAnswer.Ok(ConsentBody.Of(consent), WireJson.Strict.ConsentBody)
            : Problems.NoSuchConsent.Say();

    private static async Task<IResult> WithdrawAsync(Guid id, SignedCall call, WithdrawConsent withdraw, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.WithdrawalToMake, out var asked, out var problem)
            ? problem
            : await withdraw.HandleAsync(new ConsentId(id), call.By(asked.Staff), ct) switch
            {
                WithdrawOutcome.Withdrawn withdrawn => WireAnswer.Ok(new ConsentWithdrawn(withdrawn.At), WireJson.Strict.ConsentWithdrawn),
                WithdrawOutcome.OverAlready => Problems.ConsentOver.Say(),
                WithdrawOutcome.NoSuchConsent => Problems.NoSuchConsent.Say(),
                _ => throw new System.Diagnostics.UnreachableException(),
            };

    private static async Task<IResult> EndAsync(Guid id, SignedCall call, EndConsent end, CancellationToken ct)
    {
        if (!call.TryRead(WireJson.Strict.EndingToMake, out var asked, out var problem))
        {
            return problem;
        }

        if (!WireNames.TryRead<ConsentEnding>(asked.Ending, out var ending))
        {
            return ApiProblem.Of([new Fault("ending", "unknown-ending", "say `purpose-met` or `registered-in-error`")]);
        }

        return await end.HandleAsync(new ConsentId(id), ending, asked.Reason, call.By(asked.Staff), ct) switch
        {
            EndOutcome.Ended ended => WireAnswer.Ok(new ConsentEnded(ended.At), WireJson.Strict.ConsentEnded),
            EndOutcome.OverAlready => Problems.ConsentOver.Say(),
            EndOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
            EndOutcome.NoSuchConsent => Problems.NoSuchConsent.Say(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}

/// <summary>What a family is asked for.</summary>
internal sealed record ConsentToAsk
{
    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The member of staff of your branch on whose behalf your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>Which branches are to show which types of records; each branch once.</summary>
    [Length(1, 20)]
    public required IReadOnlyList<ScopeBody> Scopes { get; init; }

    /// <summary>The first day the records may speak of.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day the records may speak of, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>The first moment the consents would no longer hold; at most a year ahead.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>How often each record may be shown: <c>any</c>, <c>once</c>, or as <c>3-per-week</c> (<c>day</c>, <c>week</c>, <c>month</c>).</summary>
    [Words(20)]
    public string UseLimit { get; init; } = "any";

    /// <summary>What your branch promises about how long it keeps what it gets: <c>own-record</c>, <c>case-end</c> or <c>read-only</c>.</summary>
    [Words(40, MayBeEmpty = true)]
    public string RetentionPromise { get; init; } = "";

    /// <summary>What decides by which rule it is signed: <c>usual</c>, <c>child-found-mature</c> or <c>childs-own-matter</c>.</summary>
    [Words(40)]
    public string Circumstance { get; init; } = "usual";

    /// <summary>How the child was found mature, or why the matter is the child's own; demanded with either.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string CircumstanceReason { get; init; } = "";

    /// <summary>Your own words to the family; at most 1,000 characters.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string Message { get; init; } = "";

    /// <summary>What the child thinks; demanded when the child is 12 to 14 years old.</summary>
    [Words(AskForConsent.LongestText, MayBeEmpty = true)]
    public string ChildsView { get; init; } = "";

    /// <summary>The use case's own form of it.</summary>
    public ConsentAsk ToAsk() => new()
    {
        Case = new CaseId(Case),
        Scopes = [.. Scopes.Select(s => new ConsentScope(new BranchId(s.Discloser), s.RecordTypes))],
        DataFrom = DataFrom,
        DataTo = DataTo,
        ValidUntil = ValidUntil,
        Uses = Hub.Consents.UseLimit.TryParse(UseLimit, out var uses) ? uses : default(UseLimit) with { AtMost = 0 },
        Kept = RetentionPromise,
        Circumstance = WireNames.TryRead<SigningCircumstance>(Circumstance, out var circumstance) ? circumstance : (SigningCircumstance)(-1),
        CircumstanceReason = CircumstanceReason,
        Message = Message,
        ChildsView = ChildsView,
    };
}

/// <summary>Which types of records one branch is to show.</summary>
internal sealed record ScopeBody
{
    /// <summary>The branch that holds them.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The types, codes of <c>/record-types</c>.</summary>
    [Code]
    [Length(1, 50)]
    public required IReadOnlyList<string> RecordTypes { get; init; }
}

/// <summary>The family has been asked.</summary>
/// <param name="Request">What they were asked in one sitting.</param>
/// <param name="Consents">One consent for each disclosing branch that something was asked of.</param>
/// <param name="LeftOut">What was not asked for again: the family has consented to it, or is asked for it already.</param>
internal sealed record ConsentAsked(Guid Request, IReadOnlyList<Guid> Consents, IReadOnlyList<ScopeBody> LeftOut);

/// <summary>On whose behalf a consent is withdrawn.</summary>
internal sealed record WithdrawalToMake
{
    /// <summary>The member of staff of your branch who has the family's word.</summary>
    public required Guid Staff { get; init; }
}

/// <summary>The consent is withdrawn.</summary>
/// <param name="WithdrawnAt">When it was withdrawn first.</param>
internal sealed record ConsentWithdrawn(DateTimeOffset WithdrawnAt);

/// <summary>How and on whose behalf a consent is ended.</summary>
internal sealed record EndingToMake
{
    /// <summary>The member of staff of your branch, assigned to the case.</summary>
    public required Guid Staff { get; init; }

    /// <summary><c>purpose-met</c> or <c>registered-in-error</c>.</summary>
    [Words(40)]
    public required string Ending { get; init; }

    /// <summary>What was registered in error; demanded then.</summary>
    [Words(EndConsent.LongestReason, MayBeEmpty = true)]
    public string Reason { get; init; } = "";
}

/// <summary>The consent has come to its end.</summary>
/// <param name="EndedAt">When it was ended first.</param>
internal sealed record ConsentEnded(DateTimeOffset EndedAt);

/// <summary>A consent as its parties see it.</summary>
internal sealed record ConsentBody
{
    /// <summary>The consent.</summary>
    public required Guid Consent { get; init; }

    /// <summary>
    /// <c>waiting</c>, <c>active</c>, <c>not-granted</c>, <c>withdrawn</c>, <c>expired</c>, <c>ended</c>, <c>superseded</c>, <c>lapsed</c> or <c>annulled</c>;
    /// never who answered what.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The branch that may show records.</summary>
    public required Guid Discloser { get; init; }

    /// <summary>The branch that may see them.</summary>
    public required Guid Recipient { get; init; }

    /// <summary>The purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>The types of records.</summary>
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day the records may speak of.</summary>
    public required DateOnly DataFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly DataTo { get; init; }

    /// <summary>When the family was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The first moment it does not hold.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>When it was withdrawn, if it was.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When it ended in another way, if it did.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often each record may be shown: <c>any</c>, <c>once</c>, or as <c>3-per-week</c>.</summary>
    public required string UseLimit { get; init; }

    /// <summary>What the receiver promises about how long it keeps what it gets.</summary>
    public required string RetentionPromise { get; init; }

    /// <summary>The wire form of a consent.</summary>
    public static ConsentBody Of(ConsentView view) => new()
    {
        Consent = view.Id.Value,
        Status = WireNames.Of(view.Standing),
        Case = view.Case.Value,
        Discloser = view.Discloser.Value,
        Recipient = view.Recipient.Value,
        Purpose = view.Purpose,
        RecordTypes = view.RecordTypes,
        DataFrom = view.DataFrom,
        DataTo = view.DataTo,
        RequestedAt = view.RequestedAt,
        ValidUntil = view.ValidUntil,
        WithdrawnAt = view.WithdrawnAt,
        EndedAt = view.EndedAt,
        UseLimit = view.Uses.ToString(),
        RetentionPromise = view.Kept,
    };
}
