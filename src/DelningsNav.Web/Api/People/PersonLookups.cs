using System.Diagnostics;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.People;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.People;

/// <summary>Calls of systems to <see cref="LookUpPerson"/>.</summary>
internal static class PersonLookups
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPersonLookups(this RouteGroupBuilder api) =>
        api.MapPost("/person-lookups", LookUpAsync)
            .ForSystems(Operations.LookUpPeople)
            .ByItself()
            .WithName("LookUpPerson")
            .WithTags("People")
            .WithSummary("Finds a person's id by identity number.")
            .WithDescription(
                "Send the number in the signed body, never in an address. The answer is only the id. Every look-up is logged with its "
                + "purpose, whether a person is found or not.")
            .Takes<PersonLookup>("""{ "identityNumber": "ÅÅÅÅMMDDNNNN", "purpose": "sst" }""")
            .Gives<PersonFound>(StatusCodes.Status200OK, """{ "person": "0199d2a0-5b7e-7c11-9a53-2f1c0c7be001" }""")
            .Fails(Problems.UnknownPerson);

    private static async Task<IResult> LookUpAsync(SignedCall call, LookUpPerson lookUp, CancellationToken ct)
    {
        if (!call.TryRead(WireJson.Strict.PersonLookup, out var asked, out var problem))
        {
            return problem;
        }

        if (!IdentityNumber.TryParse(asked.IdentityNumber, out var number))
        {
            var faults = new BodyFaults();
            faults.Add("/identityNumber", "must be a personnummer or samordningsnummer of twelve digits with a valid date and check digit");
            return ApiProblem.Of(faults);
        }

        return await lookUp.HandleAsync(number, call.ByItself(), LookUpPerson.Purpose.Read(asked.Purpose), ct) switch
        {
            LookUpOutcome.Found found => WireAnswer.Ok(new PersonFound(found.Person.Value), WireJson.Strict.PersonFound),
            LookUpOutcome.Unknown => Problems.UnknownPerson.Say(),
            _ => throw new UnreachableException(),
        };
    }
}

/// <summary>Whom to find, and why.</summary>
internal sealed record PersonLookup
{
    /// <summary>The personnummer or samordningsnummer, twelve digits, with or without a hyphen before the last four.</summary>
    public required string IdentityNumber { get; init; }

    /// <summary>What the id is needed for. This text is written to the log.</summary>
    [Words(LookUpPerson.LongestPurpose)]
    public required string Purpose { get; init; }
}

/// <summary>The person that was found.</summary>
/// <param name="Person">The person's id in the hub. It may be used in addresses.</param>
internal sealed record PersonFound(Guid Person);
