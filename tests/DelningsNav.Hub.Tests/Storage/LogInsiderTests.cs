using DelningsNav.AuditLog;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.Oversight;
using DelningsNav.Signing.Notes;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Storage;

/// <summary>
/// What somebody can do to the log who can write the whole database and has no key, and where the hub notices it. The table in
/// docs/threat-model.md is this test.
/// </summary>
public sealed class LogInsiderTests
{
    /// <summary>
    /// For each attack: whether a node that starts notices, the next append, a registrator's verification, and the verification of an
    /// export without the hub. At start, "alarm" means that the node starts and says it, "fenced" that it starts and releases nothing, and
    /// "refused" that it does not start.
    /// </summary>
    private static readonly (string Attack, string Start, bool Append, bool Page, bool Export)[] Noticed =
    [
        ("payload erased", "alarm", false, true, true),
        ("key row erased", "alarm", false, true, false),
        ("tokens set to null", "alarm", false, true, true),
        ("authorities set to null", "alarm", false, true, true),
        ("tokens changed", "alarm", false, true, true),
        ("authorities changed", "alarm", false, true, true),
        ("counts deleted", "alarm", false, true, false),
        ("counts changed", "alarm", true, true, false),
        ("one byte of a leaf", "refused", false, true, true),
        ("one byte of a leaf, recomputed", "refused", true, true, true),
        ("last entries deleted", "refused", false, true, true),
        ("last entries deleted, recomputed", "refused", true, true, true),
        ("middle entry deleted, recomputed", "refused", true, true, true),
        ("entry forged at the end", "refused", true, true, true),
        ("two entries swapped, recomputed", "refused", true, true, true),
        ("signature removed", "refused", true, true, true),
        ("whole log removed", "fenced", true, true, true),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<StorageEngine, string> EveryAttack()
    {
        var data = new TheoryData<StorageEngine, string>();
        foreach (var attack in LogForger.Attacks.Keys)
        {
            data.Add(StorageEngine.Sqlite, attack);
            data.Add(StorageEngine.PostgreSql, attack);
        }

        return data;
    }

    [Theory, MemberData(nameof(EveryAttack))]
    public async Task Each_change_of_the_log_without_a_key_is_noticed_where_the_threat_model_says(StorageEngine engine, string attack)
    {
        await using var hub = await TestHub.StartAsync(engine);
        await hub.GiveConsentAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        var registrator = await hub.RegistratorAsync(hub.School);
        await LogForger.Attacks[attack](new LogForger(hub));

        var start = await StartAsync(hub);
        var found = (attack, start, await AppendAsync(hub), await PageAsync(hub, registrator), await ExportAsync(hub, registrator));

        Assert.Equal(Noticed.Single(row => row.Attack == attack), found);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_older_copy_of_the_log_put_back_stops_every_release_and_a_node_starts_only_fenced(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var before = await CopyAsync(hub);
        await hub.WithdrawAsync(consent);

        await PutBackAsync(hub, before);

        await Assert.ThrowsAsync<LogUnavailableException>(() => hub.ReleaseAsync(request));
        await using var node = await HubStart.OpenAsync(hub.Settings, hub.Clock, Ct);
        Assert.Contains("older than the hub", node.Fence.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_copy_on_which_another_node_has_gone_on_is_noticed_by_the_node_that_knew_more()
    {
        await using var hub = await TestHub.StartAsync();
        var before = await CopyAsync(hub);
        await hub.GiveConsentAsync();
        await PutBackAsync(hub, before);
        var other = hub.Settings with { CheckpointFile = Path.Combine(hub.Folder, "of-the-other-node") };
        await File.WriteAllTextAsync(other.CheckpointFile, "incarnation 0\n\n" + before.Checkpoint, Ct);
        await using (var node = await HubStart.OpenAsync(other, hub.Clock, Ct))
        {
            for (var i = 0; i < 40; i++)
            {
                await node.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub }, Ct);
            }
        }

        var refusal = await Assert.ThrowsAsync<LogUnavailableException>(
            () => hub.Start.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub }, Ct));

        Assert.Contains("does not begin with", refusal.InnerException!.Message, StringComparison.Ordinal);
        Assert.False(await hub.Get<DelningsNav.Hub.PolicySets.Readiness>().IsReadyAsync(Ct));
        Assert.Contains(hub.Start.Health.Alarms, alarm => alarm.Contains("does not begin with", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_without_a_checkpoint_file_starts_only_fenced_on_a_log_that_has_entries()
    {
        await using var hub = await TestHub.StartAsync();
        var other = hub.Settings with { CheckpointFile = Path.Combine(hub.Folder, "missing") };

        await using var node = await HubStart.OpenAsync(other, hub.Clock, Ct);

        Assert.Contains("no checkpoint file", node.Fence.Why, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LogUnavailableException>(
            () => node.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub }, Ct));
    }

    [Fact]
    public async Task A_checkpoint_file_that_is_behind_the_database_is_normal_and_catches_up()
    {
        await using var hub = await TestHub.StartAsync();
        var behind = hub.Settings with { CheckpointFile = Path.Combine(hub.Folder, "behind") };
        File.Copy(hub.Settings.CheckpointFile, behind.CheckpointFile);
        await hub.GiveConsentAsync();

        await (await HubStart.OpenAsync(behind, hub.Clock, Ct)).DisposeAsync();

        Assert.Equal((await hub.LogAsync()).Count, new CheckpointFile(behind.CheckpointFile).Read()!.Checkpoint.Checkpoint.Size);
    }

    [Fact]
    public async Task A_checkpoint_of_another_key_is_refused()
    {
        await using var hub = await TestHub.StartAsync();
        using var key = System.Security.Cryptography.ECDsa.Create();
        var forged = new Checkpoint(hub.Settings.LogOrigin, 1, MerkleTree.EmptyRoot).Sign(new NoteSigner(hub.Settings.LogOrigin, key));
        var other = hub.Settings with { CheckpointFile = Path.Combine(hub.Folder, "forged") };
        new CheckpointFile(other.CheckpointFile).Write(new AnchoredHead(0, forged));

        await Assert.ThrowsAsync<StorageException>(() => HubStart.OpenAsync(other, hub.Clock, Ct));
    }

    [Fact]
    public async Task A_family_is_told_how_many_entries_about_the_child_cannot_be_read()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.GiveConsentAsync();
        await hub.AnswerToAsync(await hub.AskAsync());
        var reports = hub.Get<DelningsNav.Hub.Views.Family.AccessReports>();
        var whole = await reports.ReadAsync(hub.Child, hub.Mother, default, 1, Ct);
        await LogForger.Attacks["payload erased"](new LogForger(hub));

        var report = await reports.ReadAsync(hub.Child, hub.Mother, default, 1, Ct);

        Assert.Equal((0, 1), (whole!.Unreadable, report!.Unreadable));
    }

    private static async Task<string> StartAsync(TestHub hub)
    {
        try
        {
            await using var node = await HubStart.OpenAsync(hub.Settings, hub.Clock, Ct);
            return node.Fence.IsClosed ? "fenced" : node.Health.Alarms.Count > 0 ? "alarm" : "unnoticed";
        }
        catch (StorageException)
        {
            return "refused";
        }
    }

    private static async Task<bool> AppendAsync(TestHub hub)
    {
        try
        {
            await hub.Start.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub }, Ct);
            return false;
        }
        catch (LogUnavailableException unavailable) when (unavailable.InnerException is LogForkedException)
        {
            return true;
        }
    }

    private static async Task<bool> PageAsync(TestHub hub, Caller registrator)
    {
        try
        {
            return await hub.Get<VerifyLog>().HandleAsync(registrator, null, Ct) is LogVerification.Unsound;
        }
        catch (LogUnavailableException unavailable) when (unavailable.InnerException is LogForkedException)
        {
            return true;
        }
    }

    private static async Task<bool> ExportAsync(TestHub hub, Caller registrator)
    {
        try
        {
            var ready = Assert.IsType<ExportOutcome.Ready>(await hub.Get<ExportLog>().HandleAsync(registrator, Ct));
            using var file = new MemoryStream();
            await ready.WriteAsync(file, Ct);
            file.Position = 0;
            Assert.True(NoteVerifier.TryParse(hub.Get<LogProofs>().VerifierKey, out var key));
            return await LogExportVerifier.VerifyAsync(file, new LogTrust { Keys = [key] }, null, Ct) is not LogExportVerdict.Sound;
        }
        catch (Exception refused) when (refused is LogUnavailableException { InnerException: LogForkedException } or StorageException)
        {
            return true;
        }
    }

    private static async Task<OlderCopy> CopyAsync(TestHub hub)
    {
        await using var db = hub.Db();
        var head = await hub.Get<LogProofs>().CheckpointAsync(Ct);
        return new OlderCopy(await db.Log.AsNoTracking().OrderBy(e => e.Index).ToListAsync(Ct), head.ToString());
    }

    // Puts back the log with the signature that it had, which is a true signature of this hub.
    private static async Task PutBackAsync(TestHub hub, OlderCopy copy)
    {
        await new LogForger(hub).RewriteAsync(rows =>
        {
            rows.Clear();
            rows.AddRange(copy.Rows);
        });
        await using var db = hub.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE log_head SET checkpoint = {copy.Checkpoint}", Ct);
    }

    private sealed record OlderCopy(List<LogRow> Rows, string Checkpoint);
}
