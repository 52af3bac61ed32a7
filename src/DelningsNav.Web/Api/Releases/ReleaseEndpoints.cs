using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Releases;
using DelningsNav.Policies;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Releases;

/// <summary>Calls of systems to <see cref="ReleaseInformation"/>.</summary>
internal static class ReleaseEndpoints
{
    private const string ReleasesExample = """
        { "request": "0199d2a3-11aa-7e31-8a11-6b1c0c7be009", "outcomes": [ {
          "recordType": "franvaro", "outcome": "released", "logIndex": 413, "proof": "c2sp.org/tlog-proof@v1\n…",
          "ground": { "policy": "consent-school-general", "law": "OSL 10:1, 12:2, 12:3, 23:2 st. 3", "kind": "consent",
          "consent": "0199d2a2-11aa-7e31-8a11-6b1c0c7be003",
            "consentVersion": 3, "swedish": "Samtycke häver sekretessen för skolans uppgifter.",
            "english": "Consent lifts the secrecy of the school's information." },
          "obligations": [ { "code": "purpose-bound", "swedish": "Mottagaren får använda uppgifterna bara för ärendets ändamål.",
          "english": "The recipient may use the information only for the purpose of the case." } ],
          "document": { "release": "0199d2a4-11aa-7e31-8a11-6b1c0c7be010", "document": "0199d2a1-0c1f-7d20-8a11-6b1c0c7be002",
          "title": "Frånvaro vårterminen 2026",
            "mediaType": "application/json", "length": 16, "sha256": "9c8d…", "content": "eyJtaW51dGVzIjogNDIwfQ==" } } ] }
        """;

    private const string ReferredExample = """
        { "request": "0199d2a3-11aa-7e31-8a11-6b1c0c7be009", "outcomes": [ { "recordType": "franvaro", "outcome": "referred",
          "logIndex": 413, "proof": "c2sp.org/tlog-proof@v1\n…",
          "missing": [ { "code": "consent", "law": "OSL 10:1, 12:2", "swedish": "Samtycke saknas.", "english": "Consent is missing.",
          "askAt": "/api/v1/consent-requests" } ],
          "opens": [
            { "kind": "consent", "recordType": "franvaro", "from": { "branch": "0199d29f-1111-7e31-8a11-6b1c0c7be005",
              "name": "Grundskola", "authority": "Utbildningsnämnden" },
              "to": { "branch": "0199d29f-2222-7e31-8a11-6b1c0c7be006", "name": "Individ och familj",
              "authority": "Järva stadsdelsnämnd" }, "signers": "guardians",
              "askAt": "/api/v1/consent-requests", "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004", "caseNumber": "SST 2026/1" },
            { "kind": "assessment", "holder": { "branch": "0199d29f-1111-7e31-8a11-6b1c0c7be005", "name": "Grundskola",
              "authority": "Utbildningsnämnden" } } ] } ] }
        """;

    /// <summary>Maps the endpoints.</summary>
    public static void MapReleases(this RouteGroupBuilder api)
    {
        api.MapPost("/information-requests/{id:guid}/releases", ReleaseAsync)
            .ForSystems(Operations.RequestInformation)
            .ForStaff(ClientRole.Caseworker)
            .WithName("ReleaseInformation")
            .WithTags("Releases")
            .WithSummary("Decides a request and hands over what the decision permits.")
            .WithDescription(
                "Each record type gets its own outcome: `released`, `failed` (permitted, but the document cannot be handed over: see "
                + "`failure`), `nothing-held` (permitted, and the holder has deposited none), `referred` (the holder's assessor must "
                + "judge; ask again later) or `refused`. The status is 200 when at least one type was permitted; 202 when none was and "
                + "at least one is referred; 403 `release-refused`, with the same outcomes, when all are refused. `missing` says in "
                + "words what is missing, and `opens` what would open the record: a `consent` (the kind of signers, the record type, "
                + "the parties and the case), an `assessment` by the named holder, an `assignment` in the case. `missing` and `opens` "
                + "follow from the question alone, and reveal nothing about the family's answers. `askAt` is the address at which it "
                + "can be asked for; asking grants nothing, the request is decided again. Each outcome carries the index of its log "
                + "entry and a proof (c2sp.org/tlog-proof@v1) that can be checked without the hub. Each call is a decision of its own "
                + "with its own entries, so no `Idempotency-Key` is used here: repeating the call decides again.")
            .Takes<ReleaseToMake>("""{ "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007" }""")
            .Gives<ReleaseAnswer>(StatusCodes.Status200OK, ReleasesExample)
            .Gives<ReleaseAnswer>(StatusCodes.Status202Accepted, ReferredExample)
            .Fails(Problems.NoSuchRequest, Problems.ReleaseRefused, Problems.FactsKeptChanging);

        api.MapGet("/releases/{id:guid}/documents/{documentId:guid}", OpenAgainAsync)
            .ForSystems(Operations.RequestInformation)
            .ForStaff(ClientRole.Caseworker)
            .WithName("OpenReleasedDocument")
            .WithTags("Releases")
            .WithSummary("Opens one released document again, as its own bytes.")
            .WithDescription(
                "The release is decided and logged again, so a document that could be read yesterday may be refused today. The document "
                + "comes in its own media type, with `Content-Digest` (RFC 9530), `Log-Index` and `Obligations` (codes) in the header. "
                + "`staff` names the member of staff who reads.")
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream")
            .Fails(
                Problems.NoSuchRelease, Problems.ReleaseRefused, Problems.ReleaseReferred, Problems.DocumentUnavailable,
                Problems.FactsKeptChanging, Problems.BadRequest);
    }

    private static async Task<IResult> ReleaseAsync(
        Guid id, SignedCall call, ReleaseInformation release, CancellationToken ct)
    {
        if (!call.TryRead(WireJson.Strict.ReleaseToMake, out var asked, out var problem))
        {
            return problem;
        }

        return await release.HandleAsync(new RequestId(id), call.By(asked.Staff), Opening.Everything, ct) switch
        {
            ReleaseOutcome.Answered answered => Answer(id, answered.Answers, answered.DecidedBy),
            ReleaseOutcome.NoSuchRequest => Problems.NoSuchRequest.Say(),
            ReleaseOutcome.FactsKeptChanging => Problems.FactsKeptChanging.Say(),
            _ => throw new UnreachableException(),
        };
    }

    private static IResult Answer(Guid request, IReadOnlyList<RecordAnswer> answers, ReleasePolicies? decidedBy)
    {
        var outcomes = answers.Select(answer => OutcomeBody.Of(answer, decidedBy)).ToList();
        var permitted = answers.Any(a => a is RecordAnswer.Released or RecordAnswer.NothingHeld);
        if (!permitted && !answers.Any(a => a is RecordAnswer.Referred))
        {
            return Refused(answers.OfType<RecordAnswer.Refused>()).With(body => body with { Outcomes = outcomes });
        }

        return HandOver.Json(
            permitted ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
            new ReleaseAnswer(request, outcomes),
            [.. answers.OfType<RecordAnswer.Released>()]);
    }

    private static async Task<IResult> OpenAgainAsync(
        Guid id, Guid documentId, Guid staff, SignedCall call, ReleaseInformation release, CancellationToken ct) =>
        await release.OpenAgainAsync(new DecisionId(id), new RecordId(documentId), call.By(staff), ct) switch
        {
            ReleaseOutcome.Answered { Answers: [var answer, ..] } => answer switch
            {
                RecordAnswer.Released { Document: not null } released => HandOver.Document(released),
                RecordAnswer.Released failed => HandOver.Nothing(failed),
                RecordAnswer.Refused refused => Refused([refused]),
                RecordAnswer.Referred referred => Problems.ReleaseReferred.Say()
                    .With(body => body with
                    {
                        Missing = MissingBody.Of(referred.Missing),
                        Opens = WayBody.Of(referred.Opens),
                        LogIndex = referred.Receipt.Index,
                    }),
                RecordAnswer.NothingHeld => Problems.NoSuchRelease.Say(),
                _ => throw new UnreachableException(),
            },
            ReleaseOutcome.Answered or ReleaseOutcome.NoSuchRequest => Problems.NoSuchRelease.Say(),
            ReleaseOutcome.FactsKeptChanging => Problems.FactsKeptChanging.Say(),
            _ => throw new UnreachableException(),
        };

    private static ApiProblem Refused(IEnumerable<RecordAnswer.Refused> refused)
    {
        var all = refused.ToList();
        return Problems.ReleaseRefused.Say().With(body => body with
        {
            Missing = MissingBody.Of(all.SelectMany(r => r.Missing).DistinctBy(m => m.Code)),
            Opens = WayBody.Of(all.SelectMany(r => r.Opens).Distinct()),
            LogIndex = all[0].Receipt.Index,
        });
    }
}

/// <summary>The person who is to receive the records.</summary>
internal sealed record ReleaseToMake
{
    /// <summary>The member of staff of your branch for whom your system receives them.</summary>
    public required Guid Staff { get; init; }
}
