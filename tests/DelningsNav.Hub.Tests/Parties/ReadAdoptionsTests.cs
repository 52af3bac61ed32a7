using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Tests.Parties;

public sealed class ReadAdoptionsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_party_is_told_with_the_version_it_has_adopted_since_when_and_by_which_decision(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var started = hub.Clock.GetUtcNow();
        await hub.Get<KeepParties>().AddAuthorityAsync("Region Exempel", "2120000150", PartyKind.Region, Ct);

        var adoptions = await hub.Get<ReadAdoptions>().ReadAsync(Ct);

        var school = adoptions.Single(party => party.Kind == PartyKind.MunicipalSchool);
        var region = adoptions.Single(party => party.Kind == PartyKind.Region);
        Assert.Equal((hub.Start.Policies.Version, "UTBN 2026/1", started), (school.PolicySet, school.CaseNumber, school.AdoptedAt));
        Assert.Equal((null, "", null), (region.PolicySet, region.CaseNumber, region.AdoptedAt));
    }

    [Fact]
    public async Task A_new_adoption_is_told_with_its_own_day()
    {
        await using var hub = await TestHub.StartAsync();
        var read = hub.Get<ReadAdoptions>();
        await read.ReadAsync(Ct);

        hub.Clock.Advance(TimeSpan.FromDays(40));
        await hub.Get<KeepParties>().AdoptAsync(hub.SchoolBoard, "2.0.0", "UTBN 2026/9", Ct);
        var school = (await read.ReadAsync(Ct)).Single(party => party.Kind == PartyKind.MunicipalSchool);

        Assert.Equal(("2.0.0", "UTBN 2026/9", hub.Clock.GetUtcNow()), (school.PolicySet, school.CaseNumber, school.AdoptedAt));
    }
}
