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
/// The messages to guardians and pupils: what they are asked, when a consent is active, when it has ended, and never another's answer.
/// </summary>
public sealed class FamilyMessagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<StorageEngine> Engines => TestHub.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_signer_gets_messages_about_the_question_and_its_result_except_for_their_own_steps(
        StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);

        var consent = await hub.GiveConsentAsync();
        await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(hub.Mother), Ct);

        // The father signed last and the mother withdrew: each gets a message about the other's step.
        Assert.Equal([FamilyMessageKind.Asked, FamilyMessageKind.Over], await KindsAsync(hub, hub.Father, consent));
        Assert.Equal([FamilyMessageKind.Asked, FamilyMessageKind.Holds], await KindsAsync(hub, hub.Mother, consent));
    }

    [Fact]
    public async Task Nobody_gets_a_message_about_anothers_no_or_about_the_end_of_a_question_that_never_became_a_consent()
    {
        await using var hub = await TestHub.StartAsync();
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother, ConsentAnswer.No);

        var refused = await KindsAsync(hub, hub.Father, consent);
        await hub.Get<EndConsent>()
            .HandleAsync(consent, ConsentEnding.PurposeMet, EndConsent.Reason.Read(""), new Caller.Staff(hub.Familjebehandlare), Ct);

        Assert.Equal([FamilyMessageKind.Asked], refused);
        Assert.Equal([FamilyMessageKind.Asked], await KindsAsync(hub, hub.Father, consent));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_end_of_a_consent_gives_one_message_even_if_an_expired_consent_is_withdrawn_too(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        hub.Clock.Advance(TimeSpan.FromDays(181));
        await hub.Get<TellExpiredConsents>().RunAsync(Ct);

        await hub.Get<WithdrawConsent>().HandleAsync(consent, new Caller.Family(hub.Mother), Ct);

        Assert.Equal([FamilyMessageKind.Asked, FamilyMessageKind.Over], await KindsAsync(hub, hub.Father, consent));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_blocked_guardian_has_no_messages_and_none_is_counted(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var (before, unread) = (await BoxAsync(hub, hub.Father), await hub.Get<FamilyMessageBox>().UnreadAsync(hub.Father, Ct));

        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "26:2", "SOC 2026/7", hub.Today, Actor.Hub, Ct);

        Assert.Equal((1, 1), (before.Count, unread));
        Assert.Empty(await BoxAsync(hub, hub.Father));
        Assert.Equal(0, await hub.Get<FamilyMessageBox>().UnreadAsync(hub.Father, Ct));
        Assert.NotEmpty(await BoxAsync(hub, hub.Mother));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_message_that_has_been_read_is_no_longer_new_and_remains(StorageEngine engine)
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
    public async Task An_unanswered_question_gives_reminders_after_a_week_and_after_three(StorageEngine engine, int days, int reminders)
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
    public async Task A_signer_who_has_not_answered_is_reminded_regardless_of_the_other_and_a_signer_who_has_is_not(StorageEngine engine)
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
    public async Task Nobody_is_reminded_of_a_question_that_is_no_longer_asked()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.AskForConsentAsync();
        hub.Clock.Advance(TimeSpan.FromDays(180));

        var expired = await hub.Get<RemindFamilies>().RunAsync(Ct);

        Assert.Equal(0, expired);
    }

    [Fact]
    public async Task The_nightly_job_finds_whom_to_remind_without_reading_all_consents()
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
