using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Recording;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Views.Casework;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>A step of a second person is put to one colleague, or to the own unit, and not to the whole branch (ADR 0044).</summary>
public sealed class PutToSomebodyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_answer_that_is_put_to_one_colleague_is_seen_and_confirmed_by_nobody_else(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (named, other) = (await hub.ColleagueAsync(), await hub.ColleagueAsync());
        var recorded = await RecordedAsync(hub, named);

        var (seen, unseen) = (await SeenAsync(hub, recorded, named), await SeenAsync(hub, recorded, other));
        var byOther = await hub.ConfirmAsync(recorded, other);
        var byNamed = await hub.ConfirmAsync(recorded, named);

        Assert.Equal((1, true), seen);
        Assert.Equal((0, false), unseen);
        Assert.IsType<ConfirmOutcome.NoSuchAnswer>(byOther);
        Assert.IsType<ConfirmOutcome.Confirmed>(byNamed);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_answer_is_put_to_the_own_unit_and_not_to_the_branch(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var near = await hub.ColleagueAsync();
        var unit = await hub.Get<MaintainParties>().AddUnitAsync(hub.Social, "Mottagningen", "Järva", Ct);
        var far = await hub.Get<MaintainParties>().AddStaffAsync(unit, "Fia Fjärran", StaffRole.Enhetschef, true, false, Ct);
        var recorded = await RecordedAsync(hub, null);

        var (seen, unseen) = (await SeenAsync(hub, recorded, near), await SeenAsync(hub, recorded, far));

        Assert.Equal((1, true), seen);
        Assert.Equal((0, false), unseen);
        Assert.IsType<ConfirmOutcome.NoSuchAnswer>(await hub.ConfirmAsync(recorded, far));
    }

    [Fact]
    public async Task An_answer_that_nobody_could_confirm_is_refused_with_what_to_do()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        var paper = await hub.PaperAsync(consent, hub.Mother);

        var toHolder = await hub.TakeDownAsync(consent, paper with { SecondPerson = hub.Rektor });
        var toOneself = await hub.TakeDownAsync(consent, paper with { SecondPerson = hub.Familjebehandlare });

        Assert.All(
            [toHolder, toOneself],
            outcome => Assert.Equal(
                ["unknown-second-person"], Assert.IsType<RecordConsentAnswerOutcome.Invalid>(outcome).Faults.Select(f => f.Code)));
    }

    [Fact]
    public async Task A_no_that_withdraws_at_once_is_taken_also_when_nobody_could_confirm_it()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.GiveConsentAsync();
        var no = await hub.PaperAsync(consent, hub.Mother, ConsentAnswer.No) with { SecondPerson = hub.Rektor };

        var outcome = await hub.TakeDownAsync(consent, no);

        Assert.IsType<RecordConsentAnswerOutcome.TakenAsWithdrawal>(outcome);
    }

    private static async Task<RecordedAnswerId> RecordedAsync(TestHub hub, StaffMemberId? named)
    {
        var consent = await hub.AskForConsentAsync();
        var paper = await hub.PaperAsync(consent, hub.Mother) with { SecondPerson = named };
        return Assert.IsType<RecordConsentAnswerOutcome.Recorded>(await hub.TakeDownAsync(consent, paper)).Id;
    }

    private static async Task<(int Queue, bool Opens)> SeenAsync(TestHub hub, RecordedAnswerId recorded, StaffMemberId staff) => (
        (await hub.Get<WaitingConfirmations>().ReadAsync(staff, Ct)).Count,
        await hub.Get<ReadRecordedAnswer>().ReadAsync(recorded, new Caller.Staff(staff), Ct) is not null);
}
