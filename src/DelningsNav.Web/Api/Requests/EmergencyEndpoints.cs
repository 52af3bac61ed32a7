using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Requests;

/// <summary>Calls of systems to <see cref="DeclareEmergency"/> and <see cref="RevokeEmergency"/>.</summary>
internal static class EmergencyEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapEmergencies(this RouteGroupBuilder api)
    {
        api.MapPost("/information-requests/{id:guid}/emergency-accesses", DeclareAsync)
            .ForSystems(Operations.DeclareEmergencies)
            .ForStaff(ClientRole.Caseworker)
            .WithName("DeclareEmergency")
            .WithTags("Emergencies")
            .WithSummary(
                "Declares, on the word of staff assigned to the case, that records are needed at once. The declaration releases "
                + "nothing: ask for the request's releases again.")
            .WithDescription(
                "It applies to what was requested but not released, and what the law permits in an emergency (OSL 10:27, 10:28, 25:12, "
                + "26:9). The holder, the family and the staff of the case are notified at once, and a registrator of the holder "
                + "reviews it. It lifts no block, no protected identity and no other bar. Declaring again while one is in force returns "
                + "that one.")
            .Takes<EmergencyToDeclare>("""
                { "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007", "reason": "Eleven är försvunnen sedan i morse",
                  "until": "2026-03-03T09:12:00Z" }
                """)
            .Gives<EmergencyDeclared>(
                StatusCodes.Status201Created,
                """{ "emergency": "0199d2a6-11aa-7e31-8a11-6b1c0c7be013", "until": "2026-03-03T09:12:00Z" }""")
            .Fails(Problems.NoSuchRequest, Problems.NothingToOpen)
            .Idempotent();

        api.MapPost("/emergency-accesses/{id:guid}/revocations", RevokeAsync)
            .ForSystems(Operations.DeclareEmergencies)
            .ForStaff(ClientRole.Caseworker)
            .WithName("RevokeEmergency")
            .WithTags("Emergencies")
            .WithSummary("Ends an emergency access early, on the word of the person who declared it. It is still reviewed.")
            .Takes<RevocationToMake>("""{ "staff": "0199d29f-3333-7e31-8a11-6b1c0c7be007" }""")
            .Gives<EmergencyRevoked>(StatusCodes.Status200OK, """{ "emergency": "0199d2a6-11aa-7e31-8a11-6b1c0c7be013" }""")
            .Fails(Problems.NoSuchEmergency)
            .Idempotent();
    }

    private static async Task<IResult> DeclareAsync(
        Guid id, SignedCall call, DeclareEmergency declare, TimeProvider clock, CancellationToken ct) =>
        !call.TryRead(WireJson.Strict.EmergencyToDeclare, out var asked, out var problem)
            ? problem
            : Answer(await declare.HandleAsync(
                new RequestId(id),
                DeclareEmergency.Reason.Read(asked.Reason),
                asked.Until - clock.GetUtcNow() ?? EmergencyAccess.Usual,
                call.Once<EmergencyOutcome>(asked.Staff, Answer),
                ct));

    private static IResult Answer(EmergencyOutcome outcome) => outcome switch
    {
        EmergencyOutcome.Declared declared => WireAnswer.Created(
            new EmergencyDeclared(declared.Emergency.Value, declared.UntilAt), WireJson.Strict.EmergencyDeclared),
        EmergencyOutcome.Invalid invalid =>
            ApiProblem.Of([.. invalid.Faults.Select(fault => fault.Field == "length" ? fault with { Field = "until" } : fault)]),
        EmergencyOutcome.NothingToOpen => Problems.NothingToOpen.Say(),
        EmergencyOutcome.NoSuchRequest => Problems.NoSuchRequest.Say(),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> RevokeAsync(Guid id, SignedCall call, RevokeEmergency revoke, CancellationToken ct)
    {
        return call.TryRead(WireJson.Strict.RevocationToMake, out var asked, out var problem)
            ? Answer(await revoke.HandleAsync(new EmergencyAccessId(id), call.Once<bool>(asked.Staff, Answer), ct))
            : problem;

        IResult Answer(bool revoked) => revoked
            ? WireAnswer.Ok(new EmergencyRevoked(id), WireJson.Strict.EmergencyRevoked)
            : Problems.NoSuchEmergency.Say();
    }
}

/// <summary>An emergency, in the words of the person who declares it.</summary>
internal sealed record EmergencyToDeclare
{
    /// <summary>The member of staff, assigned to the case, who declares it.</summary>
    public required Guid Staff { get; init; }

    /// <summary>What the emergency is and why the records are needed at once.</summary>
    [Words(DeclareEmergency.LongestReason)]
    public required string Reason { get; init; }

    /// <summary>
    /// The first moment at which it is no longer in force, at most seven days from now. If it is left out, that is a day from now.
    /// </summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>The emergency access is in force.</summary>
/// <param name="Emergency">The id of the emergency access.</param>
/// <param name="Until">The first moment at which it is no longer in force.</param>
internal sealed record EmergencyDeclared(Guid Emergency, DateTimeOffset Until);

/// <summary>Who ends an emergency access.</summary>
internal sealed record RevocationToMake
{
    /// <summary>The member of staff who declared it.</summary>
    public required Guid Staff { get; init; }
}

/// <summary>The emergency access is no longer in force.</summary>
/// <param name="Emergency">The id of the emergency access.</param>
internal sealed record EmergencyRevoked(Guid Emergency);
