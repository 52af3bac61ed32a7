using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Records;
using DelningsNav.Hub.Records.Depositing;
using DelningsNav.Policies;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Records;

/// <summary>Calls of systems to <see cref="DepositRecord"/>, and the catalogue of record types.</summary>
internal static class RecordEndpoints
{
    private const int LongestPage = 100;

    /// <summary>Maps the endpoints.</summary>
    public static void MapRecords(this RouteGroupBuilder api)
    {
        api.MapPost("/records", DepositAsync)
            .ForSystems(Operations.DepositRecords)
            .ByItself()
            .WithName("DepositRecord")
            .WithTags("Records")
            .WithSummary("Deposits a record of your branch in the vault.")
            .WithDescription(
                "The content is base64 in the body: PDF, JSON or plain text of at most 10 MiB. The same `reference` with the same "
                + "content changes nothing (200); with new content it replaces the old record (201). A copy is deleted after the number "
                + "of days that applies to its type (`daysKept` of `/record-types`). JSON of a type with documented forms (`forms` of "
                + "`/record-types`) must follow one of them; unknown members are refused and named all at once. Each list of objects is "
                + $"a table of at most {DepositRecord.MostColumns} different members, and at most {DepositRecord.MostCells} as rows times "
                + "members.")
            .Takes<RecordToDeposit>("""
                { "child": "0199d2a0-5b7e-7c11-9a53-2f1c0c7be001", "type": "franvaro", "title": "Frånvaro vårterminen 2026",
                  "reference": "narvaro/2026-vt/4711",
                  "periodFrom": "2026-01-12", "periodTo": "2026-06-11", "mediaType": "application/json",
                  "content": "eyJmb3JtYXQiOiAiZGVsbmluZ3NuYXYuYWJzZW5jZS8xIn0=", "mentionsOthers": ["guardian"] }
                """)
            .Gives<RecordDeposited>(StatusCodes.Status201Created, """{ "record": "0199d2a1-0c1f-7d20-8a11-6b1c0c7be002", "isNew": true }""")
            .Gives<RecordDeposited>(StatusCodes.Status200OK, """{ "record": "0199d2a1-0c1f-7d20-8a11-6b1c0c7be002", "isNew": false }""")
            .TakesADocument()
            .Fails(Problems.UnknownPerson, Problems.ContentTooLarge, Problems.MediaTypeNotTaken)
            .Idempotent();

        api.MapGet("/record-types", ListAsync)
            .ForSystems()
            .ByItself()
            .WithName("ListRecordTypes")
            .WithTags("Records")
            .WithSummary("Lists the record types that the hub knows, with the secrecy of each at its holders.")
            .Gives<RecordTypePage>(StatusCodes.Status200OK, """
                { "items": [ { "code": "franvaro", "swedish": "Frånvaro", "english": "Absence",
                  "defaultRedactions": ["mask-health-reasons"], "forms": ["delningsnav.absence/1"], "daysKept": 365,
                  "holdings": [ { "party": "municipal-school", "branch": "school", "provision": "OSL 23:2 st. 3, 21:1",
                  "damageTest": "straight-special-reason", "lifts": ["samtycke"] } ] } ],
                  "page": 1, "limit": 20, "total": 38 }
                """)
            .Fails(Problems.BadRequest);
    }

    private static async Task<IResult> DepositAsync(SignedCall call, DepositRecord deposit, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.RecordToDeposit, out var record, out var problem)
            ? problem
            : Answer(await deposit.HandleAsync(record.ToDeposit(), call.Once<DepositOutcome>(null, Answer), ct));

    private static IResult Answer(DepositOutcome outcome) => outcome switch
    {
        DepositOutcome.Deposited { IsNew: true } made =>
            WireAnswer.Created(new RecordDeposited(made.Record.Value, true), WireJson.Strict.RecordDeposited),
        DepositOutcome.Deposited known =>
            WireAnswer.Ok(new RecordDeposited(known.Record.Value, false), WireJson.Strict.RecordDeposited),
        DepositOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        DepositOutcome.TooLarge => Problems.ContentTooLarge.Say(),
        DepositOutcome.TypeNotTaken => Problems.MediaTypeNotTaken.Say(),
        DepositOutcome.UnknownChild => Problems.UnknownPerson.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> ListAsync(PoliciesInForce inForce, CancellationToken ct, int limit = 20, int page = 1)
    {
        if (limit is < 1 or > LongestPage || page is < 1 or > int.MaxValue / LongestPage)
        {
            return Problems.BadRequest.Say($"`limit` must be 1 to {LongestPage} and `page` counts from 1");
        }

        var policies = (await inForce.ForDisplayAsync(ct)).Policies;
        var all = policies.RecordTypes.All;
        var items = all.Skip((page - 1) * limit)
            .Take(limit)
            .Select(type => RecordTypeBody.Of(type, policies.RecordTypes.RetentionOf(type), policies.RecordForms.Of(type.Code)));
        return WireAnswer.Ok(new RecordTypePage([.. items], page, limit, all.Count), WireJson.Strict.RecordTypePage);
    }
}

/// <summary>A record to deposit.</summary>
internal sealed record RecordToDeposit
{
    /// <summary>The child whom the record is about.</summary>
    public required Guid Child { get; init; }

    /// <summary>The type, a code of <c>/record-types</c> that your branch may hold.</summary>
    [Code(MayBeEmpty = false)]
    public required string Type { get; init; }

    /// <summary>The name that a reader sees; at most 200 characters and no identity number.</summary>
    [Words(200)]
    public required string Title { get; init; }

    /// <summary>Your own reference, unique within your branch; at most 200 characters and no identity number.</summary>
    [Words(200)]
    public required string Reference { get; init; }

    /// <summary>The first day that it covers.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>The last day that it covers, included.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary><c>application/pdf</c>, <c>application/json</c> or <c>text/plain</c>.</summary>
    public required string MediaType { get; init; }

    /// <summary>The content in base64; at most 10 MiB before it was encoded.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>
    /// Whom the record tells more about than name and relation to the child: <c>guardian</c>, <c>sibling</c>, <c>other-pupil</c>,
    /// <c>reporter</c>, <c>other</c>, or the id of a person known to the hub. Empty when it tells about nobody but the child.
    /// </summary>
    [Length(0, Mentioned.Most)]
    public required IReadOnlyList<string> MentionsOthers { get; init; }

    /// <summary>What is already masked in the content, as codes of obligations such as <c>mask-others</c>.</summary>
    [Code]
    [Length(0, 20)]
    public IReadOnlyList<string> Redactions { get; set; } = [];

    /// <summary>The secrecy marking on the document, if it has one (OSL 5 kap. 5 §).</summary>
    public MarkingBody? Marking { get; init; }

    /// <summary>The body as the use case's input.</summary>
    public RecordDeposit ToDeposit() => new()
    {
        Child = new PersonId(Child),
        Type = RecordTypeCode.Parse(Type),
        Title = DepositRecord.Title.Read(Title),
        Reference = DepositRecord.Reference.Read(Reference),
        PeriodFrom = PeriodFrom,
        PeriodTo = PeriodTo,
        MediaType = MediaType,
        Content = Content,
        Mentions = Mentioned.Read(MentionsOthers),
        Redactions = Redactions,
        Marking = Marking is null ? null : Marking.ToMarking(),
    };
}

/// <summary>A secrecy marking.</summary>
internal sealed record MarkingBody
{
    /// <summary>The provision, such as <c>OSL 23:2</c>.</summary>
    [Words(100)]
    public required string Provision { get; init; }

    /// <summary>When it was marked.</summary>
    public required DateOnly MarkedOn { get; init; }

    /// <summary>The authority that marked it.</summary>
    [Words(200)]
    public required string MarkedBy { get; init; }

    /// <summary>The marking as the use case's input.</summary>
    public DepositedMarking ToMarking() =>
        new(DepositedMarking.ProvisionField.Read(Provision), MarkedOn, DepositedMarking.MarkedByField.Read(MarkedBy));
}

/// <summary>The record that is stored in the vault.</summary>
/// <param name="Record">The record's id.</param>
/// <param name="IsNew">False when this content was deposited under this reference before.</param>
internal sealed record RecordDeposited(Guid Record, bool IsNew);

/// <summary>One page of the catalogue.</summary>
internal sealed record RecordTypePage(IReadOnlyList<RecordTypeBody> Items, int Page, int Limit, int Total);

/// <summary>A type of record.</summary>
/// <param name="Code">The code that calls use for it.</param>
/// <param name="Swedish">The name in Swedish.</param>
/// <param name="English">The name in English.</param>
/// <param name="DefaultRedactions">What is masked, unless an assessor decides otherwise.</param>
/// <param name="Forms">The documented forms that JSON of the type must follow. Empty when JSON of the type has no form: the hub can then
/// mask nothing in it.</param>
/// <param name="DaysKept">The number of days after which a deposited copy is deleted at the latest.</param>
/// <param name="Holdings">The parties that may hold records of the type, each with the secrecy that applies there. The usual holder comes
/// first.</param>
internal sealed record RecordTypeBody(
    string Code, string Swedish, string English, IReadOnlyList<string> DefaultRedactions, IReadOnlyList<string> Forms, int DaysKept,
    IReadOnlyList<HoldingBody> Holdings)
{
    /// <summary>The wire form of a type.</summary>
    public static RecordTypeBody Of(RecordType type, RetentionClass retention, IReadOnlyList<RecordForm> forms) => new(
        type.Code.Code, type.Swedish, type.English, type.DefaultRedactions, [.. forms.Select(form => form.Name)],
        retention.DaysAfterDeposit,
        [.. type.Holdings.Select(HoldingBody.Of)]);
}

/// <summary>A type of record at one kind of holder.</summary>
/// <param name="Party">The kind of party.</param>
/// <param name="Branch">The branch within it.</param>
/// <param name="Provision">The secrecy provision.</param>
/// <param name="DamageTest">The damage test, which decides whether the records are secret.</param>
/// <param name="Lifts">Codes of what may lift the secrecy.</param>
internal sealed record HoldingBody(string Party, string Branch, string Provision, string DamageTest, IReadOnlyList<string> Lifts)
{
    /// <summary>The wire form of a holding.</summary>
    public static HoldingBody Of(Holding holding) => new(
        WireNames.Of(holding.Party), WireNames.Of(holding.Branch), holding.Provision, WireNames.Of(holding.DamageTest), holding.Lifts);
}
