using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.PolicySets;

public sealed class ReadAdoptionsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_party_is_listed_with_its_decision_about_a_version(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.Get<MaintainParties>().AddAuthorityAsync("Region Exempel", "2120000150", PartyKind.Region, Ct);

        var adoptions = await hub.Get<ReadAdoptions>().ReadAsync(hub.Start.Policies.Version, Ct);

        var school = adoptions.Single(party => party.Kind == PartyKind.MunicipalSchool);
        var region = adoptions.Single(party => party.Kind == PartyKind.Region);
        Assert.Equal((true, "NÄMND 2026/1", hub.Today), (school.Stands, school.CaseNumber, school.DecidedOn));
        Assert.Equal((false, "", null), (region.Stands, region.CaseNumber, region.DecidedOn));
    }

    [Fact]
    public async Task An_adoption_that_was_ended_or_is_of_another_version_is_not_in_effect()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.TakeBackAdoptionAsync(hub.SchoolBoard);

        var ofThis = await hub.Get<ReadAdoptions>().ReadAsync(hub.Start.Policies.Version, Ct);
        var ofAnother = await hub.Get<ReadAdoptions>().ReadAsync("0.0.1", Ct);

        Assert.False(ofThis.Single(party => party.Kind == PartyKind.MunicipalSchool).Stands);
        Assert.True(ofThis.Single(party => party.Kind == PartyKind.SocialBoard).Stands);
        Assert.DoesNotContain(ofAnother, party => party.Stands);
    }
}
