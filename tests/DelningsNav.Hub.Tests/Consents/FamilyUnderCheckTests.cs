using DelningsNav.Hub.Consents.Ending;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Register;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Views.Family;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Consents;

/// <summary>
/// A child whose rows were changed outside the hub is under check. Only a person whom the log proves to be its family learns this, and what
/// they may still close (ADR 0038).
/// </summary>
public sealed class FamilyUnderCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_proven_guardian_may_block_and_withdraw_what_they_said_yes_to(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var sound = await UnderCheckAsync(hub, hub.Mother);
        await ChangeAsync(hub);

        var child = Assert.Single(await UnderCheckAsync(hub, hub.Mother));
        var withdrawn = await WithdrawAsync(hub, consent);
        var after = await hub.Get<FamilyUnderCheck>().ReadAsync(consent, hub.Mother, Ct);

        Assert.Empty(sound);
        Assert.Equal((hub.Child, true), (child.Id, child.MayBlock));
        Assert.Equal((consent, false), (child.ToWithdraw[0].Id, child.ToWithdraw[0].IsWithdrawn));
        Assert.IsType<WithdrawOutcome.Withdrawn>(withdrawn);
        Assert.True(after!.IsWithdrawn);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_blocked_guardian_whose_block_is_deleted_in_the_database_learns_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Hot", "SDN 2026/3", hub.Today, Actor.Hub, Ct);
        await RunAsync(hub, $"DELETE FROM guardian_blocks");

        await AssertNothingAsync(hub, hub.Father, consent);
        Assert.Single(await UnderCheckAsync(hub, hub.Mother));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_custody_that_was_put_into_the_database_learns_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var stranger = await hub.PersonAsync(40);
        await RunAsync(
            hub,
            $"""
            INSERT INTO custodies (id, child_id, guardian_id, kind, from_day)
            SELECT {Guid.NewGuid()}, child_id, {stranger.Value}, kind, from_day FROM custodies WHERE guardian_id = {hub.Mother.Value}
            """);

        await AssertNothingAsync(hub, stranger, consent);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_custody_that_has_ended_and_lasts_again_in_the_database_learns_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        await using var db = hub.Db();
        var custody = await db.Set<Hub.People.Custody>().Where(c => c.Guardian == hub.Father).Select(c => c.Id).SingleAsync(Ct);
        await hub.Get<MaintainRegister>().EndCustodyAsync(hub.Child, custody, hub.Today, Actor.Hub, Ct);
        await RunAsync(hub, $"UPDATE custodies SET to_day = NULL");

        await AssertNothingAsync(hub, hub.Father, consent);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_signature_that_was_put_into_the_database_is_no_yes(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await hub.AnswerAsync(consent, hub.Mother);
        await RunAsync(
            hub,
            $"""
            UPDATE consent_signatures
            SET sealed_answer = (SELECT sealed_answer FROM consent_signatures WHERE person_id = {hub.Mother.Value})
            WHERE person_id = {hub.Father.Value}
            """);

        Assert.Empty(Assert.Single(await UnderCheckAsync(hub, hub.Father)).ToWithdraw);
        Assert.Null(await hub.Get<FamilyUnderCheck>().ReadAsync(consent, hub.Father, Ct));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_yes_that_no_longer_opens_is_withdrawn(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        await RunAsync(hub, $"UPDATE consent_signatures SET sealed_answer = {new byte[] { 1, 2, 3 }}");

        Assert.Equal(consent, Assert.Single(Assert.Single(await UnderCheckAsync(hub, hub.Mother)).ToWithdraw).Id);
        Assert.IsType<WithdrawOutcome.Withdrawn>(await WithdrawAsync(hub, consent));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_pupil_of_15_is_proven_by_the_sign_in(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var pupil = await hub.PersonAsync(16);
        await RunAsync(hub, $"UPDATE persons SET relations_read_at = relations_read_at + 1 WHERE id = {pupil.Value}");

        Assert.True(Assert.Single(await UnderCheckAsync(hub, pupil)).MayBlock);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_young_child_with_a_signature_that_was_put_into_the_database_learns_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.AskForConsentAsync();
        await RunAsync(hub, $"UPDATE consent_signatures SET person_id = {hub.Child.Value} WHERE person_id = {hub.Father.Value}");

        await AssertNothingAsync(hub, hub.Child, consent);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_entry_about_the_child_that_cannot_be_read_proves_nobody(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        await ChangeAsync(hub);
        await RunAsync(hub, $"UPDATE log_entries SET payload = NULL WHERE kind = 'consent-requested'");

        await AssertNothingAsync(hub, hub.Mother, consent);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_entry_about_the_child_that_somebody_has_hidden_proves_nobody_at_once(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Hot", "SDN 2026/3", hub.Today, Actor.Hub, Ct);
        await RunAsync(hub, $"DELETE FROM guardian_blocks");
        await RunAsync(
            hub,
            $"""
            UPDATE log_entries SET child_token = NULL
            WHERE idx = (SELECT MAX(idx) FROM log_entries WHERE kind = 'relations-registered')
            """);

        await AssertNothingAsync(hub, hub.Father, consent);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_log_with_an_entry_that_cannot_be_read_proves_nobody(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        await hub.Get<MaintainRegister>().BlockGuardianAsync(hub.Child, hub.Father, "Hot", "SDN 2026/3", hub.Today, Actor.Hub, Ct);
        await RunAsync(hub, $"DELETE FROM guardian_blocks");

        // The entry of the block is no longer found by the child, so that only the audit of the whole log sees it.
        await RunAsync(
            hub,
            $"""
            UPDATE log_entries SET child_token = NULL
            WHERE idx = (SELECT MAX(idx) FROM log_entries WHERE kind = 'relations-registered')
            """);
        await hub.Get<StateAudit>().RunAsync(Ct);

        await AssertNothingAsync(hub, hub.Father, consent);
        await AssertNothingAsync(hub, hub.Mother, consent);
    }

    [Theory, MemberData(nameof(ValuesOfAChild))]
    public async Task A_value_of_a_child_that_does_not_open_closes_the_child_and_raises_an_alarm(
        StorageEngine engine, string table, string column, string key)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await using (var db = hub.Db())
        {
#pragma warning disable EF1002 // The names are constants of this test.
            await db.Database.ExecuteSqlRawAsync(
                $"UPDATE {table} SET {column} = {{0}} WHERE {key} = {{1}}", [new byte[] { 1, 2, 3 }, hub.Child.Value], Ct);
#pragma warning restore EF1002
        }

        await hub.Get<FamilyUnderCheck>().ReadAsync(hub.Mother, Ct);

        Assert.DoesNotContain((await hub.Get<FamilyConsents>().ReadAsync(hub.Mother, Ct)).Children, c => c.Id == hub.Child);
        Assert.Contains(hub.Get<StateAudit>().Alarms, alarm => alarm.Contains(hub.Child.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Every sealed value of a child, and the key with which they are sealed, on each database.</summary>
    public static TheoryData<StorageEngine, string, string, string> ValuesOfAChild()
    {
        var data = new TheoryData<StorageEngine, string, string, string>();
        foreach (var engine in Enum.GetValues<StorageEngine>())
        {
            foreach (var column in new[] { "sealed_identity", "sealed_given_name", "sealed_family_name", "sealed_birth_date" })
            {
                data.Add(engine, "persons", column, "id");
            }

            data.Add(engine, "person_keys", "wrapped", "person_id");
        }

        return data;
    }

    // The custody of one guardian begins earlier in the database. The child's rows no longer match their seal.
    private static Task ChangeAsync(TestHub hub) =>
        RunAsync(hub, $"UPDATE custodies SET from_day = '2001-01-01' WHERE guardian_id = {hub.Father.Value}");

    private static async Task RunAsync(TestHub hub, FormattableString sql)
    {
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync(sql, Ct);
    }

    private static Task<IReadOnlyList<ChildUnderCheck>> UnderCheckAsync(TestHub hub, PersonId reader) =>
        hub.Get<FamilyUnderCheck>().ReadAsync(reader, Ct);

    private static Task<WithdrawOutcome> WithdrawAsync(TestHub hub, ConsentId consent) =>
        hub.Get<WithdrawConsent>().HandleAsync(consent, new Hub.Parties.Caller.Family(hub.Mother), Ct);

    private static async Task AssertNothingAsync(TestHub hub, PersonId reader, ConsentId consent)
    {
        Assert.Empty(await UnderCheckAsync(hub, reader));
        Assert.Null(await hub.Get<FamilyUnderCheck>().ReadAsync(consent, reader, Ct));
        Assert.Null(await hub.Get<FamilyBlocks>().ReadAsync(hub.Child, reader, Ct));
    }
}
