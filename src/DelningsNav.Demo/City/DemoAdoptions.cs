using DelningsNav.Hub;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Demo.City;

/// <summary>The demo city's boards adopt the policy set that the hub was shipped with, each by a decision of its own, on the day the story begins.</summary>
internal sealed class DemoAdoptions(IServiceProvider services, DateOnly day)
{
    /// <summary>The year of the decisions.</summary>
    public int Year => day.Year;

    /// <summary>Registers one decision.</summary>
    public async Task AdoptAsync(AuthorityId authority, string caseNumber, CancellationToken ct)
    {
        var version = services.GetRequiredService<HubStart>().Policies.Version;
        if (await services.GetRequiredService<AdoptPolicySet>().HandleAsync(authority, version, caseNumber, day, Actor.Hub, ct) is AdoptOutcome.Refused refused)
        {
            throw new InvalidOperationException(string.Join("; ", refused.Reasons));
        }
    }
}
