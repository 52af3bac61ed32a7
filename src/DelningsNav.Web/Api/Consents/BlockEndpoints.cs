using System.Diagnostics;
using DelningsNav.Hub.Blocks;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Policies;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Consents;

/// <summary>Calls of holders' systems to <see cref="BlockDisclosure"/> and <see cref="LiftDisclosureBlock"/>.</summary>
internal static class BlockEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapDisclosureBlocks(this RouteGroupBuilder api)
    {
        api.MapPost("/disclosure-blocks", PlaceAsync)
            .ForSystems(Operations.BlockDisclosure)
            .ForStaff(ClientRole.Assessor, ClientRole.Registrator)
            .WithName("PlaceDisclosureBlock")
            .WithTags("Blocks")
            .WithSummary("Blocks a child's records at your authority by law, effective at once.")
            .WithDescription(
                "The block takes precedence over every consent and every assessment until it is lifted. A part that is not named is "
                + "blocked entirely: every record type, every recipient. `staff` must assess for the branch or be a registrator of the "
                + "authority. Families place their own blocks in Min sida; those are neither shown nor lifted here.")
            .Takes<BlockToPlace>("""
                { "child": "0199d2a1-5555-7e31-8a11-6b1c0c7be010", "staff": "0199d29f-4444-7e31-8a11-6b1c0c7be011",
                  "recordType": "emi-journal",
                  "recipient": "0199d29f-2222-7e31-8a11-6b1c0c7be006", "reason": "Det kan antas att eleven lider men", "law": "OSL 25:1",
                  "caseNumber": "UTBN 2026/7" }
                """)
            .Gives<BlockPlaced>(
                StatusCodes.Status201Created, """{ "block": "0199d2a5-11aa-7e31-8a11-6b1c0c7be012", "placedAt": "2026-03-02T09:12:00Z" }""")
            .Fails(Problems.UnknownPerson, Problems.NotForTheHolder)
            .Idempotent();

        api.MapPost("/disclosure-blocks/{id:guid}/liftings", LiftAsync)
            .ForSystems(Operations.BlockDisclosure)
            .ForStaff(ClientRole.Assessor, ClientRole.Registrator)
            .WithName("LiftDisclosureBlock")
            .WithTags("Blocks")
            .WithSummary("Lifts a block that your authority has placed. The lifted block remains on record.")
            .WithDescription("Lifting again returns the time of the first lifting.")
            .Takes<LiftingToMake>("""
                { "staff": "0199d29f-4444-7e31-8a11-6b1c0c7be011", "reason": "Skyddet behövs inte längre", "caseNumber": "UTBN 2026/8" }
                """)
            .Gives<BlockLifted>(StatusCodes.Status200OK, """{ "liftedAt": "2026-04-01T12:00:00Z" }""")
            .Fails(Problems.NoSuchBlock)
            .Idempotent();
    }

    private static async Task<IResult> PlaceAsync(SignedCall call, BlockDisclosure block, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.BlockToPlace, out var asked, out var problem)
            ? problem
            : Answer(await block.HandleAsync(
                new PersonId(asked.Child), asked.ToScope(), asked.ToReason(), call.Once<BlockOutcome>(asked.Staff, Answer), ct));

    private static IResult Answer(BlockOutcome outcome) => outcome switch
    {
        BlockOutcome.Blocked done => WireAnswer.Created(new BlockPlaced(done.Block.Value, done.At), WireJson.Strict.BlockPlaced, ""),
        BlockOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        BlockOutcome.NoSuchChild => Problems.UnknownPerson.Say(),
        BlockOutcome.NotForTheHolder => Problems.NotForTheHolder.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> LiftAsync(Guid id, SignedCall call, LiftDisclosureBlock lift, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.LiftingToMake, out var asked, out var problem)
            ? problem
            : Answer(await lift.HandleAsync(
                new DisclosureBlockId(id),
                BlockDisclosure.Reason.Read(asked.Reason),
                BlockDisclosure.CaseNumber.Read(asked.CaseNumber),
                call.Once<LiftOutcome>(asked.Staff, Answer),
                ct));

    private static IResult Answer(LiftOutcome outcome) => outcome switch
    {
        LiftOutcome.Lifted lifted => WireAnswer.Ok(new BlockLifted(lifted.At), WireJson.Strict.BlockLifted),
        LiftOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        LiftOutcome.NoSuchBlock => Problems.NoSuchBlock.Say(),
        _ => throw new UnreachableException(),
    };
}

/// <summary>What the holder blocks, and why.</summary>
internal sealed record BlockToPlace
{
    /// <summary>The child, an id from <c>/person-lookups</c>.</summary>
    public required Guid Child { get; init; }

    /// <summary>The member of staff of your branch who made the decision.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The type of record, a code of <c>/record-types</c>. If it is left out, every type is blocked.</summary>
    [Code(MayBeEmpty = false)]
    public string? RecordType { get; init; }

    /// <summary>The branch of your authority that holds the records. If it is left out, it is your own branch.</summary>
    public Guid? Holder { get; init; }

    /// <summary>The branch that may receive nothing. If it is left out, no branch may receive anything.</summary>
    public Guid? Recipient { get; init; }

    /// <summary>The reasons.</summary>
    [Words(BlockDisclosure.LongestReason)]
    public required string Reason { get; init; }

    /// <summary>The paragraph of the law that the block rests on.</summary>
    [Words(BlockDisclosure.LongestNumber)]
    public required string Law { get; init; }

    /// <summary>The decision's diarienummer.</summary>
    [Words(BlockDisclosure.LongestNumber)]
    public required string CaseNumber { get; init; }

    /// <summary>What is blocked, as the use case's input.</summary>
    public BlockScope ToScope() =>
        new(
            RecordType is { } type ? RecordTypeCode.Parse(type) : null, Holder is { } holder ? new BranchId(holder) : null,
            Recipient is { } recipient ? new BranchId(recipient) : null);

    /// <summary>The reason for the block, as the use case's input.</summary>
    public BlockReason ToReason() =>
        new(BlockDisclosure.Reason.Read(Reason), BlockDisclosure.Law.Read(Law), BlockDisclosure.CaseNumber.Read(CaseNumber));
}

/// <summary>The block is in force.</summary>
/// <param name="Block">The block's id.</param>
/// <param name="PlacedAt">The first moment at which it is in force.</param>
internal sealed record BlockPlaced(Guid Block, DateTimeOffset PlacedAt);

/// <summary>Who lifts a block, and why.</summary>
internal sealed record LiftingToMake
{
    /// <summary>The member of staff of your branch who made the decision.</summary>
    public required Guid Staff { get; init; }

    /// <summary>The reasons.</summary>
    [Words(BlockDisclosure.LongestReason)]
    public required string Reason { get; init; }

    /// <summary>The decision's diarienummer.</summary>
    [Words(BlockDisclosure.LongestNumber)]
    public required string CaseNumber { get; init; }
}

/// <summary>The block is no longer in force.</summary>
/// <param name="LiftedAt">When the block was lifted. If it is lifted again, this is still the time of the first lifting.</param>
internal sealed record BlockLifted(DateTimeOffset LiftedAt);
