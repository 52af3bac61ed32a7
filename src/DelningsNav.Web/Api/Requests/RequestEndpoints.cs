using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Views.Casework;
using DelningsNav.Policies;
using DelningsNav.Web.Api.Releases;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Requests;

/// <summary>Calls of systems to <see cref="RequestInformation"/> and <see cref="ReadRequest"/>.</summary>
internal static class RequestEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapInformationRequests(this RouteGroupBuilder api)
    {
        api.MapPost("/information-requests", AskAsync)
            .ForSystems(Operations.RequestInformation)
            .ForStaff(ClientRole.Caseworker)
            .WithName("RequestInformation")
            .WithTags("Requests")
            .WithSummary("Requests a child's records from another party in a case. Nothing is decided or released yet.")
            .Takes<InformationToRequest>("""
                { "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004", "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007",
                  "holder": "0199d29f-1111-7e31-8a11-6b1c0c7be005",
                  "recordTypes": ["franvaro"], "periodFrom": "2026-01-12", "periodTo": "2026-06-11", "purpose": "sst",
                  "reason": "Kartläggning inför planeringsmötet" }
                """)
            .Gives<InformationRequested>(
                StatusCodes.Status201Created, """{ "request": "0199d2a3-11aa-7e31-8a11-6b1c0c7be009", "logIndex": 412 }""")
            .Fails(Problems.NoSuchCase)
            .Idempotent();

        api.MapGet("/information-requests/{id:guid}", ReadAsync)
            .ForSystems(Operations.RequestInformation)
            .ForStaff(ClientRole.Caseworker, ClientRole.Assessor)
            .WithName("ReadInformationRequest")
            .WithTags("Requests")
            .WithSummary("Returns the latest decisions on a request to the people who work with it. The reading is logged.")
            .WithDescription(
                "`staff` reads: assigned to the case at the branch that asked, or an assessor of the holder to whom it was referred. "
                + "Everybody else gets the same answer as for a request that does not exist.")
            .Gives<RequestBody>(StatusCodes.Status200OK, """
                { "request": "0199d2a3-11aa-7e31-8a11-6b1c0c7be009", "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004",
                  "holder": "0199d29f-1111-7e31-8a11-6b1c0c7be005",
                  "periodFrom": "2026-01-12", "periodTo": "2026-06-11", "purpose": "sst", "reason": "Kartläggning inför planeringsmötet",
                  "askedAt": "2026-03-02T09:15:00Z",
                  "answers": [ { "recordType": "franvaro", "outcome": "refused", "law": "OSL 10:1, 12:2", "missing": ["consent"],
                  "opens": [ { "kind": "consent", "recordType": "franvaro",
                      "from": { "branch": "0199d29f-1111-7e31-8a11-6b1c0c7be005", "name": "Grundskola", "authority": "Utbildningsnämnden" },
                      "to": { "branch": "0199d29f-2222-7e31-8a11-6b1c0c7be006", "name": "Individ och familj",
                      "authority": "Järva stadsdelsnämnd" }, "signers": "guardians",
                      "askAt": "/api/v1/consent-requests", "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004", "caseNumber": "SST 2026/1" } ],
                    "decidedAt": "2026-03-02T09:15:04Z", "logIndex": 413, "documents": [] } ] }
                """)
            .Fails(Problems.NoSuchRequest, Problems.BadRequest);
    }

    private static async Task<IResult> AskAsync(SignedCall call, RequestInformation requestInformation, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.InformationToRequest, out var asked, out var problem)
            ? problem
            : Answer(await requestInformation.HandleAsync(asked.ToAsk(), call.Once<RequestOutcome>(asked.Staff, Answer), ct));

    private static IResult Answer(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Requested done => WireAnswer.Created(
            new InformationRequested(done.Request.Value, done.LogIndex),
            WireJson.Strict.InformationRequested,
            $"{ApiDoor.Root}/information-requests/{done.Request}"),
        RequestOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        RequestOutcome.NotYourCase => Problems.NoSuchCase.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> ReadAsync(Guid id, Guid staff, SignedCall call, ReadRequest read, CancellationToken ct) =>
        await read.ReadAsync(new RequestId(id), call.By(staff), ct) is { } view
            ? WireAnswer.Ok(RequestBody.Of(view), WireJson.Strict.RequestBody)
            : Problems.NoSuchRequest.Say();
}

/// <summary>What is requested.</summary>
internal sealed record InformationToRequest
{
    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The member of staff of your branch for whom your system asks.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The branch that holds the records.</summary>
    public required Guid Holder { get; init; }

    /// <summary>The types, codes of <c>/record-types</c>.</summary>
    [Code(MayBeEmpty = false)]
    [Length(1, 50)]
    public required IReadOnlyList<string> RecordTypes { get; init; }

    /// <summary>The first day that the records may cover.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The purpose: <c>sst</c> or <c>sst-plus</c>, the kind of the case.</summary>
    [Code]
    public required string Purpose { get; init; }

    /// <summary>Why the records are needed, for the holder's assessor and the log; at most 1,000 characters.</summary>
    [Words(RequestInformation.LongestReason)]
    public required string Reason { get; init; }

    /// <summary>The ground that you claim, as the name of a policy. The hub tries every ground, whether or not you claim it.</summary>
    [Code]
    public string? ClaimedGround { get; init; }

    /// <summary>The body as the use case's input.</summary>
    public InformationAsk ToAsk() => new()
    {
        Case = new CaseId(Case),
        Holder = new BranchId(Holder),
        RecordTypes = [.. RecordTypes.Distinct().Select(RecordTypeCode.Parse)],
        PeriodFrom = PeriodFrom,
        PeriodTo = PeriodTo,
        Purpose = PurposeCode.TryParse(Purpose, out var purpose) ? purpose : null,
        Reason = RequestInformation.Reason.Read(Reason),
        ClaimedGround = ClaimedGround,
    };
}

/// <summary>The request is registered.</summary>
/// <param name="Request">The request's id. To get a decision, ask for the releases of this request.</param>
/// <param name="LogIndex">The index of its log entry.</param>
internal sealed record InformationRequested(Guid Request, long LogIndex);

/// <summary>A request and its latest decisions.</summary>
internal sealed record RequestBody
{
    /// <summary>The request.</summary>
    public required Guid Request { get; init; }

    /// <summary>The case.</summary>
    public required Guid Case { get; init; }

    /// <summary>The branch that holds the records.</summary>
    public required Guid Holder { get; init; }

    /// <summary>The first day requested.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>The purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>Why the records are needed.</summary>
    public required string Reason { get; init; }

    /// <summary>The ground claimed, if any.</summary>
    public string? ClaimedGround { get; init; }

    /// <summary>When the request was made.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The latest decision for each type, in the order requested.</summary>
    public required IReadOnlyList<TypeBody> Answers { get; init; }

    /// <summary>The wire form of a request.</summary>
    public static RequestBody Of(RequestView view) => new()
    {
        Request = view.Request.Id.Value,
        Case = view.Request.Case.Value,
        Holder = view.Request.Holder.Value,
        PeriodFrom = view.Request.PeriodFrom,
        PeriodTo = view.Request.PeriodTo,
        Purpose = view.Request.Purpose.Code,
        Reason = view.Request.Reason,
        ClaimedGround = view.Request.ClaimedGround,
        AskedAt = view.Request.AskedAt,
        Answers = [.. view.Types.Select(TypeBody.Of)],
    };
}

/// <summary>The latest decision about one type.</summary>
/// <param name="RecordType">The type.</param>
/// <param name="Outcome"><c>undecided</c>, <c>released</c>, <c>refused</c>, <c>referred</c> or <c>nothing-held</c>.</param>
/// <param name="Law">The paragraph, if it may be named.</param>
/// <param name="Missing">Codes of what is missing, if refused or referred.</param>
/// <param name="DecidedAt">When the decision was made.</param>
/// <param name="LogIndex">The index of the decision's log entry.</param>
/// <param name="Documents">The released documents. Each time a document is opened, a decision of its own is made.</param>
/// <param name="Opens">What would open the records, if they are refused or referred.</param>
internal sealed record TypeBody(
    string RecordType, string Outcome, string? Law, IReadOnlyList<string> Missing, DateTimeOffset? DecidedAt, long? LogIndex,
    IReadOnlyList<ReleasedDocumentBody> Documents, IReadOnlyList<WayBody>? Opens)
{
    /// <summary>The wire form of the latest decision about a type.</summary>
    public static TypeBody Of(TypeView view) => new(
        view.RecordType.Code,
        WireNames.Of(view.Standing),
        view.Law.Length == 0 ? null : view.Law,
        [.. view.Missing.Select(m => m.Code)],
        view.DecidedAt,
        view.LogIndex,
        [.. view.Documents.Select(d => new ReleasedDocumentBody(d.Release.Value, d.Document.Value))],
        view.Standing is TypeStanding.Refused or TypeStanding.Referred ? WayBody.Of(view.Opens) : null);
}

/// <summary>A document that was released: read it at <c>/releases/{release}/documents/{document}</c>.</summary>
internal sealed record ReleasedDocumentBody(Guid Release, Guid Document);
