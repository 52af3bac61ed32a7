using System.Reflection;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Replays;
using DelningsNav.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Hub.Tests.Conventions;

/// <summary>
/// No component caches a policy set: code that names record types asks <see cref="PoliciesInForce"/> for each question. The folder's
/// rules are for the start, and for <see cref="PoliciesInForce"/> when no other set supplies the words.
/// </summary>
public sealed class SpokenRulesTests
{
    private static readonly Type[] MayHold =
    [
        typeof(HubStart), typeof(PoliciesInForce), typeof(PoliciesNow.Sound), typeof(PoliciesForDisplay), typeof(RulesOfThatTime),
        typeof(ReleaseOutcome.Answered),

        // Results about a set that the caller has named.
        typeof(PolicySetDetails), typeof(ReplayOutcome.Replayed),
    ];

    [Fact]
    public async Task No_rules_can_be_injected()
    {
        await using var hub = await TestHub.StartAsync();

        var services = new ServiceCollection().AddHub(hub.Start, new IdSource(hub.Clock));

        Assert.DoesNotContain(
            services, service => service.ServiceType == typeof(ReleasePolicies) || service.ServiceType == typeof(RecordTypeCatalogue));
    }

    [Fact]
    public void No_use_case_stores_rules()
    {
        var keepers = Sources.TypesOf(typeof(HubStart).Assembly)
            .Where(type => !MayHold.Contains(type))
            .Where(type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Any(field => field.FieldType == typeof(ReleasePolicies)));

        Assert.Empty(keepers.Select(type => type.Name));
    }

    [Fact]
    public void API_and_pages_use_only_the_rules_of_the_request()
    {
        var takers = Sources.CSharp("src/DelningsNav.Web").Concat(Sources.Files("src/DelningsNav.Web", "*.cshtml"))
            .Where(file => file.Has(
                @"@inject ReleasePolicies\b|\b(?:class|record) \w+\([^)]*\bReleasePolicies\b"
                + @"|GetRequiredService<ReleasePolicies>|ReleasePolicies\.Load"));

        // A replay is explained in the words of the candidate.
        Assert.Equal(["src/DelningsNav.Web/Pages/Administration/ReplayWords.cs"], takers.Select(file => file.Path));
    }

    [Fact]
    public void Only_the_demo_city_reads_the_shipped_rules()
    {
        var lookers = Sources.CSharp("src/DelningsNav.Web")
            .Concat(Sources.CSharp("src/DelningsNav.Demo"))
            .Where(file => file.Has(@"\bhub\.Policies\b|HubStart>\(\)\.Policies\b"));

        Assert.Equal(
            ["src/DelningsNav.Demo/City/DemoAdoptions.cs", "src/DelningsNav.Demo/City/DemoCandidate.cs"],
            lookers.Select(file => file.Path));
    }
}
