using DelningsNav.Hub.Consents;
using DelningsNav.Hub.People;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>The signers by age and custody, as the consents that staff ask for have them.</summary>
public sealed class SignersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(15, 1, "GG")] // The day before 15.
    [InlineData(15, 0, "GGS")]
    [InlineData(18, 1, "GGS")] // The day before 18.
    [InlineData(18, 0, "S")]
    [InlineData(12, 1, "GG")]
    [InlineData(12, 0, "GG")]
    public async Task Age_decides_who_signs_from_the_birthday_and_not_the_day_before(int years, int daysBefore, string capacities)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years).AddDays(daysBefore));

        var signers = await family.SignersAsync(await family.AskedAsync());

        Assert.Equal(capacities, string.Concat(signers.Select(s => s.Capacity == SignerCapacity.Guardian ? 'G' : 'S').Order()));
        Assert.All(signers, s => Assert.Equal(s.Capacity == SignerCapacity.Self, s.Person == family.Child));
    }

    [Theory]
    [InlineData(12, 1, true)] // On the day before 12 the child's view is not required.
    [InlineData(12, 0, false)]
    [InlineData(15, 1, false)]
    [InlineData(15, 0, true)] // From 15 the child signs instead.
    public async Task The_childs_view_is_required_from_12_until_the_child_signs(int years, int daysBefore, bool mayBeEmpty)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-years).AddDays(daysBefore));

        var outcome = await family.AskAsync(family.Ask(childsView: " "));

        if (mayBeEmpty)
        {
            Assert.IsType<AskOutcome.Asked>(outcome);
        }
        else
        {
            Assert.Equal("childs-view-missing", Assert.Single(Assert.IsType<AskOutcome.Invalid>(outcome).Faults).Code);
        }
    }

    [Fact]
    public async Task One_guardian_alone_signs_alone()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);

        var signers = await family.SignersAsync(await family.AskedAsync());

        Assert.Equal([(family.Guardians[0], SignerCapacity.Guardian)], signers);
    }

    [Theory, InlineData(0), InlineData(16)]
    public async Task Where_the_hub_knows_no_guardian_nobody_can_sign_for_a_child(int age)
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-age), guardians: 0);

        Assert.IsType<AskOutcome.NobodyCanSign>(await family.AskAsync(family.Ask()));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Ended_custody_counts_until_the_day_before_its_end(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await hub.Get<MaintainRegister>().EndCustodyAsync(family.Child, family.Custodies[0], hub.Today.AddDays(1), Actor.Hub, Ct);

        var dayBefore = await family.SignersAsync(await family.AskedAsync());
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var onTheDay = await family.SignersAsync(await family.AskedAsync());

        Assert.Equal(2, dayBefore.Count);
        Assert.Equal([family.Guardians[1]], onTheDay.Select(s => s.Person));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_blocked_guardian_is_not_a_signer_from_the_first_day_of_the_block(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[0], "Beslut", "SN 2026/9", hub.Today.AddDays(1), Actor.Hub, Ct);

        var dayBefore = await family.SignersAsync(await family.AskedAsync());
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var onTheDay = await family.SignersAsync(await family.AskedAsync());

        Assert.Equal(2, dayBefore.Count);
        Assert.Equal([family.Guardians[1]], onTheDay.Select(s => s.Person));
    }

    [Fact]
    public async Task Where_the_only_guardian_is_blocked_nobody_can_sign()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-16), guardians: 1);
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(family.Child, family.Guardians[0], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);

        Assert.IsType<AskOutcome.NobodyCanSign>(await family.AskAsync(family.Ask()));
    }

    [Fact]
    public async Task Custody_that_begins_tomorrow_does_not_count_today()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9), guardians: 1);
        var third = await hub.PersonAsync(33, name: "Tore");
        await hub.Get<MaintainRegister>()
            .RecordCustodyAsync(family.Child, third, CustodyKind.Temporary, hub.Today.AddDays(1), Actor.Hub, Ct);

        var today = await family.SignersAsync(await family.AskedAsync());
        hub.Clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = await family.SignersAsync(await family.AskedAsync());

        Assert.DoesNotContain(third, today.Select(s => s.Person));
        Assert.Contains(third, tomorrow.Select(s => s.Person));
    }

    [Fact]
    public async Task A_block_for_another_child_changes_no_signer()
    {
        await using var hub = await TestHub.StartAsync();
        var family = await TestFamily.SettleAsync(hub, hub.Today.AddYears(-9));
        await hub.Get<MaintainRegister>()
            .BlockGuardianAsync(hub.Child, family.Guardians[0], "Beslut", "SN 2026/9", hub.Today, Actor.Hub, Ct);

        Assert.Equal(2, (await family.SignersAsync(await family.AskedAsync())).Count);
    }
}
