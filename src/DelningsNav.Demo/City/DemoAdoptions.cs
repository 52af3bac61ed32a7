using DelningsNav.Hub;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Requests.Emergencies;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Demo.City;

/// <summary>
/// The boards of the demo city adopt the shipped policy set, each by its own decision, on the first day of the history.
/// </summary>
internal sealed class DemoAdoptions(IServiceProvider services, DateOnly day)
{
    /// <summary>The year of the decisions.</summary>
    public int Year => day.Year;

    /// <summary>
    /// Registers a board's own decision that its records may be opened in an emergency, apart from its adoption of the rules.
    /// </summary>
    public async Task AllowEmergencyAsync(AuthorityId authority, string caseNumber, CancellationToken ct)
    {
        var number = DecisionNumber.Field.Read(caseNumber);
        var allowed = await services.GetRequiredService<AllowEmergencyOpening>().AllowAsync(authority, number, day, Actor.Hub, ct);
        if (allowed is not AllowEmergencyOutcome.Registered)
        {
            throw new InvalidOperationException($"emergency access was not allowed: {allowed}");
        }
    }

    /// <summary>Registers one decision.</summary>
    public async Task AdoptAsync(AuthorityId authority, string caseNumber, CancellationToken ct)
    {
        var version = services.GetRequiredService<HubStart>().Policies.Version;
        var number = DecisionNumber.Field.Read(caseNumber);
        var adopted = await services.GetRequiredService<AdoptPolicySet>().HandleAsync(authority, version, number, day, Actor.Hub, ct);
        if (adopted is AdoptOutcome.Refused refused)
        {
            throw new InvalidOperationException(string.Join("; ", refused.Reasons));
        }
    }
}
