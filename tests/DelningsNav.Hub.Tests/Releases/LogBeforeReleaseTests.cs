using DelningsNav.AuditLog;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Requests;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Releases;

/// <summary>Promise 1: log before release. The tests break the log's storage in the database itself.</summary>
public sealed class LogBeforeReleaseTests
{
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Nothing_is_released_when_the_log_cannot_be_written(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var before = await hub.LogAsync();
        await BreakTheLogAsync(hub);

        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.ReleaseAsync(request));

        await MendTheLogAsync(hub);
        Assert.Equal(before, await hub.LogAsync());
        await using var db = hub.Db();
        Assert.Empty(await db.Decisions.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_withdrawal_that_cannot_be_logged_fails_and_changes_nothing(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        await BreakTheLogAsync(hub);

        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.WithdrawAsync(consent));

        await MendTheLogAsync(hub);
        await using var db = hub.Db();
        Assert.Equal(
            ConsentState.Active, (await db.Consents.SingleAsync(c => c.Id == consent, TestContext.Current.CancellationToken)).State);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_writer_continues_when_the_storage_works_again(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await BreakTheLogAsync(hub);
        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.ReleaseAsync(request));
        await MendTheLogAsync(hub);

        var answer = await hub.AnswerToAsync(request);

        Assert.IsType<RecordAnswer.Released>(answer);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Every_receipt_proves_its_entry_under_a_signed_checkpoint(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => hub.AnswerToAsync(request))));

        Assert.Equal(20, answers.Select(a => a.Receipt.Index).Distinct().Count());
        Assert.All(answers, answer => Assert.True(MerkleTree.VerifyInclusion(
            answer.Receipt.Proof, answer.Receipt.Leaf.Hash, answer.Receipt.Checkpoint.Checkpoint.Root)));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task The_indexes_are_dense_also_after_refused_appends(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await BreakTheLogAsync(hub);
        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.ReleaseAsync(request));
        await MendTheLogAsync(hub);
        await hub.AnswerToAsync(request);

        var log = await hub.LogAsync();

        Assert.Equal(Enumerable.Range(0, log.Count).Select(i => (long)i), log.Select(e => e.Index));
    }

    [Fact]
    public async Task A_node_does_not_start_on_a_log_with_a_changed_entry()
    {
        await using var hub = await TestHub.StartAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "UPDATE log_entries SET leaf = zeroblob(length(leaf)) WHERE idx = 3", TestContext.Current.CancellationToken);
        }

        var refusal = await Assert.ThrowsAsync<StorageException>(
            () => HubStart.OpenAsync(hub.Settings, hub.Clock, TestContext.Current.CancellationToken));

        Assert.Contains("entry 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_does_not_start_on_a_log_that_lost_its_last_entry()
    {
        await using var hub = await TestHub.StartAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync(
                "DELETE FROM log_entries WHERE idx = (SELECT max(idx) FROM log_entries)", TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<StorageException>(
            () => HubStart.OpenAsync(hub.Settings, hub.Clock, TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_document_that_is_missing_from_the_vault_fails_with_an_entry_and_no_bytes(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM vault_documents", TestContext.Current.CancellationToken);
        }

        var released = Assert.IsType<RecordAnswer.Released>(await hub.AnswerToAsync(request));
        await hub.Get<ReleaseInformation>().ConfirmAsync(released.Release, delivered: false, TestContext.Current.CancellationToken);

        Assert.Null(released.Document);
        Assert.Equal("document-unavailable", released.Failure);
        Assert.Equal(EntryKinds.DeliveryReported, (await hub.LogAsync())[^1].Kind);
    }

    private static async Task BreakTheLogAsync(TestHub hub)
    {
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync(
            hub.Start.Database.Engine == StorageEngine.Sqlite
                ? "CREATE TRIGGER broken BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
                : "ALTER TABLE log_entries RENAME TO log_entries_gone");
    }

    private static async Task MendTheLogAsync(TestHub hub)
    {
        await using var db = hub.Db();
        await db.Database.ExecuteSqlRawAsync(
            hub.Start.Database.Engine == StorageEngine.Sqlite
                ? "DROP TRIGGER broken"
                : "ALTER TABLE log_entries_gone RENAME TO log_entries");
    }
}
