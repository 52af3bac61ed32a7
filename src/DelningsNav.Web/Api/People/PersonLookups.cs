using System.Diagnostics;
using System.Globalization;
using DelningsNav.Hub.Cases;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.People;

/// <summary>Calls of systems to <see cref="FindPersonForSystem"/>.</summary>
internal static partial class PersonLookups
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPersonLookups(this RouteGroupBuilder api) =>
        api.MapPost("/person-lookups", LookUpAsync)
            .ForSystems(Operations.LookUpPeople)
            .ByItself()
            .WithName("LookUpPerson")
            .WithTags("People")
            .WithSummary("Finds a person's id by identity number, for a purpose.")
            .WithDescription(
                "`purpose` is `case`, with an open `case` of your branch: only its child and the child's guardians are found; "
                + "`case-opening`, with the `staff` who is about to open a case; or `deposit`, with the `reference` of the record that you "
                + "are about to deposit. Each purpose has a budget for each day. Send the number in the signed body, never in an address. "
                + "The answer is only the id. Every look-up is logged, whether a person is found or not; many unknown persons on one day "
                + "raise an alarm.")
            .Takes<PersonLookup>("""
                { "identityNumber": "ÅÅÅÅMMDDNNNN", "purpose": "case", "case": "0199d2a2-0000-7e31-8a11-6b1c0c7be004" }
                """)
            .Gives<PersonFound>(StatusCodes.Status200OK, """{ "person": "0199d2a0-5b7e-7c11-9a53-2f1c0c7be001" }""")
            .Fails(Problems.UnknownPerson, Problems.NoSuchCase, Problems.LookUpsUsedUp);

    private static async Task<IResult> LookUpAsync(
        HttpContext http, SignedCall call, FindPersonForSystem find, TimeProvider clock, ILogger<FindPersonForSystem> log,
        CancellationToken ct)
    {
        if (!call.TryRead(WireJson.Strict.PersonLookup, out var asked, out var problem))
        {
            return problem;
        }

        var faults = new BodyFaults();
        if (!IdentityNumber.TryParse(asked.IdentityNumber, out var number))
        {
            faults.Add("/identityNumber", "must be a personnummer or samordningsnummer of twelve digits with a valid date and check digit");
        }

        var need = asked.ToNeed(faults);
        if (number is null || need is null || !faults.None)
        {
            return ApiProblem.Of(faults);
        }

        var outcome = await find.HandleAsync(number, need, asked.Staff is { } staff ? call.By(staff) : call.ByItself(), ct);
        if (outcome.Alarm is { } alarm)
        {
            Alarmed(log, call.Client.Value, alarm, need.Code);
        }

        return Answer(outcome, http, clock);
    }

    private static IResult Answer(SystemLookUpOutcome outcome, HttpContext http, TimeProvider clock) => outcome switch
    {
        SystemLookUpOutcome.Found found => WireAnswer.Ok(new PersonFound(found.Person.Value), WireJson.Strict.PersonFound),
        SystemLookUpOutcome.Unknown => Problems.UnknownPerson.Say(),
        SystemLookUpOutcome.Invalid invalid => ApiProblem.Of(invalid.Faults),
        SystemLookUpOutcome.NoSuchCase => Problems.NoSuchCase.Say("your branch has no such open case"),
        SystemLookUpOutcome.BudgetUsedUp usedUp => UsedUp(http, usedUp.NextDayAt - clock.GetUtcNow()),
        _ => throw new UnreachableException(),
    };

    private static ApiProblem UsedUp(HttpContext http, TimeSpan untilNextDay)
    {
        http.Response.Headers.RetryAfter = ((long)Math.Ceiling(untilNextDay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.LookUpsUsedUp.Say();
    }

    [LoggerMessage(
        42, LogLevel.Warning,
        "The look-ups of system {Client} raised an alarm today ({Alarm}, purpose `{Purpose}`); ask its authority whether its key is safe")]
    private static partial void Alarmed(ILogger logger, Guid client, LookUpAlarm alarm, string purpose);
}

/// <summary>Whom to find, and what for.</summary>
internal sealed record PersonLookup
{
    /// <summary>The personnummer or samordningsnummer, twelve digits, with or without a hyphen before the last four.</summary>
    public required string IdentityNumber { get; init; }

    /// <summary>What the id is needed for: <c>case</c>, <c>case-opening</c> or <c>deposit</c>.</summary>
    [Code(MayBeEmpty = false)]
    public required string Purpose { get; init; }

    /// <summary>For <c>case</c>: an open case of your branch.</summary>
    public Guid? Case { get; init; }

    /// <summary>For <c>case-opening</c>: the member of staff of your branch who is about to open the case.</summary>
    public Guid? Staff { get; init; }

    /// <summary>For <c>deposit</c>: the reference of the record that is about to be deposited.</summary>
    [Words(200)]
    public string? Reference { get; init; }

    /// <summary>The need as the use case's input, or null with a fault for each member that is missing or does not belong.</summary>
    public LookUpNeed? ToNeed(BodyFaults faults)
    {
        LookUpNeed? need = Purpose switch
        {
            "case" => Case is { } id ? new LookUpNeed.InCase(new CaseId(id)) : null,
            "case-opening" => Staff is null ? null : new LookUpNeed.ToOpenCase(),
            "deposit" => Reference is null ? null : new LookUpNeed.ToDeposit(FindPersonForSystem.Reference.Read(Reference)),
            _ => null,
        };
        if (Purpose is not ("case" or "case-opening" or "deposit"))
        {
            faults.Add("/purpose", "must be `case`, `case-opening` or `deposit`");
            return null;
        }

        Check("case", "case", Case is not null);
        Check("staff", "case-opening", Staff is not null);
        Check("reference", "deposit", Reference is not null);
        return need;

        void Check(string member, string purpose, bool isGiven)
        {
            if (isGiven != (Purpose == purpose))
            {
                faults.Add($"/{member}", isGiven ? $"belongs to the purpose `{purpose}` only" : $"is needed for the purpose `{purpose}`");
            }
        }
    }
}

/// <summary>The person that was found.</summary>
/// <param name="Person">The person's id in the hub. It may be used in addresses.</param>
internal sealed record PersonFound(Guid Person);
