using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Messages;
using DelningsNav.Hub.Notices;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Messages;

/// <summary>
/// What guardians and pupils are told: what they are asked, when it holds, when it no longer does, and never what another has answered.
/// </summary>
public sealed class FamilyMessagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<StorageEngine> Engines => TestHub.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Everybody_who_must_sign_is_told_of_the_question_and_of_what_became_of_it_but_for_the_steps_that_they_took_themselves(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var consent = await hub.GiveConsentAsync();
        await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(hub.Mother), Ct);

        // The father signed last and the mother took it back: each is told of the other step.
        Assert.Equal([FamilyMessageKind.Asked, FamilyMessageKind.Over], await KindsAsync(hub, hub.Father, consent));
        Assert.Equal([FamilyMessageKind.Asked, FamilyMessageKind.Holds], await KindsAsync(hub, hub.Mother, consent));
    }

    [Fact]
    public async Task A_no_of_another_is_told_to_nobody_nor_how_a_question_ended_that_never_became_a_consent()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);

        var refused = await KindsAsync(hub, hub.Father, consent);
        await hub.Get<EndConsent>().HandleAsync(consent, ConsentEnding.PurposeMet, "", new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.Equal([FamilyMessageKind.Asked], refused);
        Assert.Equal([FamilyMessageKind.Asked], await KindsAsync(hub, hub.Father, consent));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task That_a_consent_is_over_is_told_once_though_what_has_run_out_is_taken_back_too(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        hub.Clock.Advance(TimeSpan.FromDays(181));
        await hub.Get<TellExpiredConsents>().RunAsync(Ct);

        await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(hub.Mother), Ct);

        Assert.Equal([FamilyMessageKind.Asked, FamilyMessageKind.Over], await KindsAsync(hub, hub.Father, consent));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_guardian_who_is_shut_out_has_no_messages_and_none_is_counted(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var (before, unread) = (await BoxAsync(hub, hub.Father), await hub.Get<FamilyMessageBox>().UnreadAsync(hub.Father, Ct));

        await hub.Get<KeepRegister>().BlockGuardianAsync(hub.Child, hub.Father, "26:2", "SOC 2026/7", hub.Today, Actor.Hub, Ct);

        Assert.Equal((1, 1), (before.Count, unread));
        Assert.Empty(await BoxAsync(hub, hub.Father));
        Assert.Equal(0, await hub.Get<FamilyMessageBox>().UnreadAsync(hub.Father, Ct));
        Assert.NotEmpty(await BoxAsync(hub, hub.Mother));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_has_been_read_is_new_no_more_and_stays(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.AskForConsentAsync();
        var box = hub.Get<FamilyMessageBox>();

        var first = Assert.Single(await BoxAsync(hub, hub.Mother));
        await box.MarkReadAsync(hub.Mother, Ct);
        var then = Assert.Single(await BoxAsync(hub, hub.Mother));

        Assert.Equal((true, false), (first.IsNew, then.IsNew));
        Assert.Equal((0, 1), (await box.UnreadAsync(hub.Mother, Ct), await box.UnreadAsync(hub.Father, Ct)));
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, 6, 0)]
    [InlineData(StorageEngine.PostgreSql, 7, 1)]
    [InlineData(StorageEngine.Sqlite, 20, 1)]
    [InlineData(StorageEngine.PostgreSql, 21, 2)]
    public async Task A_question_that_waits_is_reminded_of_after_a_week_and_after_three(StorageEngine engine, int days, int reminders)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        hub.Clock.Advance(TimeSpan.FromDays(days));

        await hub.Get<RemindFamilies>().RunAsync(Ct);
        var again = await hub.Get<RemindFamilies>().RunAsync(Ct);

        Assert.Equal(reminders, (await KindsAsync(hub, hub.Mother, consent)).Count - 1);
        Assert.Equal(0, again);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task One_who_has_not_answered_is_reminded_whatever_the_other_has_said_and_one_who_has_is_not(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);
        hub.Clock.Advance(TimeSpan.FromDays(7));

        await hub.Get<RemindFamilies>().RunAsync(Ct);

        Assert.Equal([FamilyMessageKind.Asked, FamilyMessageKind.Reminded], await KindsAsync(hub, hub.Father, consent));
        Assert.Equal([FamilyMessageKind.Asked], await KindsAsync(hub, hub.Mother, consent));
    }

    [Fact]
    public async Task Nobody_is_reminded_of_what_is_no_longer_asked()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.AskForConsentAsync();
        hub.Clock.Advance(TimeSpan.FromDays(180));

        var expired = await hub.Get<RemindFamilies>().RunAsync(Ct);

        Assert.Equal(0, expired);
    }

    [Fact]
    public async Task The_night_finds_whom_to_remind_without_going_through_all_consents()
    {
        await using var hub = await TestHub.StartAsync();
        await using var connection = await hub.Start.Database.ConnectAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + RemindFamilies.Query;
        command.With("@kind", "Reminded").With("@now", 0L).With("@due", 0L);

        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(Ct))
        {
            while (await reader.ReadAsync(Ct))
            {
                plan.Add(reader.GetString(3));
            }
        }

        Assert.Contains("SEARCH c USING INDEX consents_awaiting (requested_at<?)", plan);
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN", StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<ReadFamilyMessage>> BoxAsync(TestHub hub, PersonId reader) =>
        hub.Get<FamilyMessageBox>().ReadAsync(reader, Ct);

    private static async Task<IReadOnlyList<FamilyMessageKind>> KindsAsync(TestHub hub, PersonId reader, ConsentId consent)
    {
        await using var db = hub.Db();
        var kinds = await db.FamilyMessages.Where(m => m.Person == reader && m.Consent == consent).Select(m => m.Kind).ToListAsync(Ct);
        return [.. kinds.Order()];
    }
}
