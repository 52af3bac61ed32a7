using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Views.Casework;

namespace DelningsNav.Hub.Tests.Messages;

/// <summary>Staff get a message when a family has answered, with the result, and never who has answered what.</summary>
public sealed class StaffMessagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<StorageEngine> Engines => TestHub.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Staff_get_a_message_that_the_records_they_requested_may_be_read(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var request = await hub.AskAsync();
        await hub.AnswerToAsync(request);

        await hub.GiveConsentAsync();

        var message = Assert.Single(await BoxAsync(hub));
        Assert.Equal(
            (FamilyAnswered.MayRead, true, request, "SST 2026/1"),
            (message.Answered, message.IsNew, message.Request!.Value, message.CaseNumber));
        Assert.Equal(["franvaro"], message.RecordTypes.Codes());
    }

    [Fact]
    public async Task Staff_get_a_message_that_the_records_remain_closed_though_the_family_has_said_yes()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        await hub.TakeBackAdoptionAsync(hub.SchoolBoard);

        await hub.GiveConsentAsync();

        Assert.Equal(FamilyAnswered.StaysClosed, Assert.Single(await BoxAsync(hub)).Answered);
    }

    [Fact]
    public async Task Staff_get_a_message_that_the_consent_is_active_when_nothing_was_requested()
    {
        await using var hub = await TestHub.StartAsync();

        await hub.GiveConsentAsync();

        var message = Assert.Single(await BoxAsync(hub));
        Assert.Equal((FamilyAnswered.Holds, null), (message.Answered, message.Request));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_first_no_gives_one_message_and_later_answers_change_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);
        var first = Assert.Single(await BoxAsync(hub));
        await hub.Get<StaffMessageBox>().MarkReadAsync(hub.Familjebehandlare, Ct);
        hub.Clock.Advance(TimeSpan.FromHours(1));

        await hub.AnswerAsync(consent, hub.Father);

        Assert.Equal((FamilyAnswered.NotGiven, true), (first.Answered, first.IsNew));
        Assert.Equal(first with { IsNew = false, RecordTypes = [] }, Assert.Single(await BoxAsync(hub)) with { RecordTypes = [] });
        Assert.Equal(0, await hub.Get<StaffMessageBox>().UnreadAsync(hub.Familjebehandlare, Ct));
    }

    [Fact]
    public async Task A_yes_of_one_of_two_signers_gives_no_message()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();

        await hub.AnswerAsync(consent, hub.Mother);

        Assert.Empty(await BoxAsync(hub));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_member_of_staff_who_is_no_longer_assigned_sees_and_counts_nothing_of_the_case(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();

        await hub.Get<MaintainCases>().EndAssignmentAsync(hub.Case, hub.Familjebehandlare, hub.Familjebehandlare, Ct);

        Assert.Empty(await BoxAsync(hub));
        Assert.Equal(0, await hub.Get<StaffMessageBox>().UnreadAsync(hub.Familjebehandlare, Ct));
    }

    private static Task<IReadOnlyList<ReadStaffMessage>> BoxAsync(TestHub hub) =>
        hub.Get<StaffMessageBox>().ReadAsync(hub.Familjebehandlare, Ct);
}
