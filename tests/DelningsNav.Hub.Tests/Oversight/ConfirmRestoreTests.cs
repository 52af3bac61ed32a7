using DelningsNav.AuditLog;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Hub.Tests.PolicySets;
using Microsoft.EntityFrameworkCore;

namespace DelningsNav.Hub.Tests.Oversight;

/// <summary>
/// A database that was restored from a backup opens nothing before two system owners of the operating authority have confirmed it. The
/// school board runs the hub.
/// </summary>
public sealed class ConfirmRestoreTests
{
    private static readonly FreeText Decision = DecisionNumber.Field.Read("UTBN 2026/99");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Two_system_owners_open_a_restored_hub_and_the_log_says_what_was_lost(StorageEngine engine)
    {
        await using var restored = await RestoredAsync(engine);
        var confirm = restored.Hub.Get<ConfirmRestore>();
        var seen = await confirm.ReadAsync(restored.First, Ct);

        var first = await confirm.HandleAsync(restored.First, restored.Hub.Clock.GetUtcNow(), Decision, Ct);
        var closed = restored.Hub.Start.Fence.IsClosed;
        var second = await confirm.HandleAsync(restored.Second, restored.Hub.Clock.GetUtcNow(), Decision, Ct);

        Assert.Equal(restored.Signed, seen!.SignedEntries);
        Assert.True(seen.StoredEntries < restored.Signed);
        Assert.Contains(seen.Lost, lost => lost.Kind == EntryKinds.ConsentWithdrawn && lost.Person.Length > 0);
        Assert.IsType<ConfirmRestoreOutcome.First>(first);
        Assert.True(closed);
        Assert.IsType<ConfirmRestoreOutcome.Opened>(second);
        Assert.False(restored.Hub.Start.Fence.IsClosed);
        await using var db = restored.Hub.Start.Database.NewContext();
        Assert.Equal(EntryKinds.LogRestored, (await db.Log.AsNoTracking().OrderBy(e => e.Index).LastAsync(Ct)).Kind);
        await restored.Hub.Start.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub }, Ct);
    }

    [Fact]
    public async Task Nothing_is_logged_or_changed_while_the_hub_is_fenced()
    {
        await using var restored = await RestoredAsync(StorageEngine.Sqlite);

        await Assert.ThrowsAsync<LogUnavailableException>(
            () => restored.Hub.ReleaseAsync(restored.Request));
        await Assert.ThrowsAsync<LogUnavailableException>(
            () => restored.Hub.WithdrawAsync(restored.Consent));
        await Assert.ThrowsAsync<LogForkedException>(() => restored.Hub.Get<LogProofs>().CheckpointAsync(Ct));

        await using var db = restored.Hub.Start.Database.NewContext();
        Assert.Equal(ConsentState.Active, (await db.Consents.SingleAsync(c => c.Id == restored.Consent, Ct)).State);
    }

    [Fact]
    public async Task The_same_person_twice_does_not_open_it()
    {
        await using var restored = await RestoredAsync(StorageEngine.Sqlite);
        var confirm = restored.Hub.Get<ConfirmRestore>();
        await confirm.HandleAsync(restored.First, restored.Hub.Clock.GetUtcNow(), Decision, Ct);

        var again = await confirm.HandleAsync(restored.First, restored.Hub.Clock.GetUtcNow(), Decision, Ct);

        Assert.IsType<ConfirmRestoreOutcome.SamePerson>(again);
        Assert.True(restored.Hub.Start.Fence.IsClosed);
    }

    [Fact]
    public async Task A_sign_in_that_is_not_fresh_and_a_first_confirmation_of_an_hour_ago_do_not_count()
    {
        await using var restored = await RestoredAsync(StorageEngine.Sqlite);
        var confirm = restored.Hub.Get<ConfirmRestore>();

        var tooLongAgo = restored.Hub.Clock.GetUtcNow() - ConfirmRestore.FreshFor - TimeSpan.FromSeconds(1);

        var stale = await confirm.HandleAsync(restored.First, tooLongAgo, Decision, Ct);
        await confirm.HandleAsync(restored.First, restored.Hub.Clock.GetUtcNow(), Decision, Ct);
        restored.Hub.Clock.Advance(TimeSpan.FromHours(1));
        var late = await confirm.HandleAsync(restored.Second, restored.Hub.Clock.GetUtcNow(), Decision, Ct);

        Assert.IsType<ConfirmRestoreOutcome.SignInAgain>(stale);
        Assert.IsType<ConfirmRestoreOutcome.First>(late);
        Assert.True(restored.Hub.Start.Fence.IsClosed);
    }

    [Fact]
    public async Task Nobody_but_a_system_owner_of_the_operating_authority_sees_or_confirms_anything()
    {
        await using var restored = await RestoredAsync(StorageEngine.Sqlite);
        var confirm = restored.Hub.Get<ConfirmRestore>();
        foreach (var caller in restored.Others)
        {
            Assert.Null(await confirm.ReadAsync(caller, Ct));
            Assert.IsType<ConfirmRestoreOutcome.NotAllowed>(
                await confirm.HandleAsync(caller, restored.Hub.Clock.GetUtcNow(), Decision, Ct));
        }

        Assert.IsType<ConfirmRestoreOutcome.Refused>(
            await confirm.HandleAsync(restored.First, restored.Hub.Clock.GetUtcNow(), DecisionNumber.Field.Read(""), Ct));
    }

    [Fact]
    public async Task A_hub_that_is_not_fenced_has_nothing_to_confirm()
    {
        await using var hub = await TestHub.StartAsync();
        var owner = await hub.SystemOwnerAsync(hub.School);

        Assert.Null(await hub.Get<ConfirmRestore>().ReadAsync(owner, Ct));
        Assert.IsType<ConfirmRestoreOutcome.NotAllowed>(
            await hub.Get<ConfirmRestore>().HandleAsync(owner, hub.Clock.GetUtcNow(), Decision, Ct));
    }

    [Fact]
    public async Task Another_node_goes_on_after_the_restore_was_confirmed_at_one_node()
    {
        await using var restored = await RestoredAsync(StorageEngine.Sqlite);
        await using var other = await HubStart.OpenAsync(
            restored.Hub.Settings with { CheckpointFile = restored.CheckpointOfAnotherNode }, restored.Hub.Clock, Ct);
        Assert.True(other.Fence.IsClosed);
        await restored.ConfirmAsync(Decision);

        await other.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub }, Ct);

        Assert.False(other.Fence.IsClosed);
    }

    [Fact]
    public async Task A_confirmed_restore_does_not_excuse_the_next_one()
    {
        await using var restored = await RestoredAsync(StorageEngine.Sqlite);
        await restored.ConfirmAsync(Decision);
        var backup = await restored.Hub.BackUpAsync();
        await using var going = await restored.Hub.RestartAsync();
        await going.Start.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub }, Ct);

        await using var node = await going.RestartAsync(backup);

        Assert.True(node.Start.Fence.IsClosed);
    }

    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_database_from_before_a_rotation_of_the_log_key_is_confirmed_like_any_older_one(StorageEngine engine)
    {
        await using var restored = await RestoredAsync(engine, RotateLogKeyAsync);
        Assert.Contains("older than the hub", restored.Hub.Start.Fence.Why, StringComparison.Ordinal);
        await using var other = await HubStart.OpenAsync(
            restored.Hub.Settings with { CheckpointFile = restored.CheckpointOfAnotherNode }, restored.Hub.Clock, Ct);

        await restored.ConfirmAsync(Decision);

        Assert.IsType<RecordAnswer.Released>(await restored.Hub.AnswerToAsync(restored.Request));
        Assert.Equal(1, await restored.Hub.Get<EnterKeys>().RunAsync(Ct));
        await other.Log.AppendAsync(new NewEntry { Kind = EntryKinds.CaseRead, Actor = Actor.Hub }, Ct);
        Assert.False(other.Fence.IsClosed);
        await using var again = await restored.Hub.RestartAsync();
        Assert.False(again.Start.Fence.IsClosed);
        Assert.IsType<RecordAnswer.Released>(await again.AnswerToAsync(restored.Request));
    }

    // A database that is not behind the newest checkpoint is no backup: somebody has signed it with the key that had ended.
    [Theory, MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_log_that_an_ended_key_has_signed_is_refused_at_the_start_unless_it_is_behind(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var stolen = hub.Start.Keys.Root.For(KeyPurpose.Log).Single().SignerUnder(hub.Settings.LogOrigin);
        await RotateLogKeyAsync(hub);
        var forged = (await hub.Get<LogProofs>().CheckpointAsync(Ct)).Checkpoint.Sign(stolen).ToString();
        await using (var db = hub.Db())
        {
            await db.Database.ExecuteSqlAsync($"UPDATE log_head SET checkpoint = {forged}", Ct);
        }

        await hub.StopAsync();

        var refusal = await Assert.ThrowsAsync<StorageException>(() => HubStart.OpenAsync(hub.Settings, hub.Clock, Ct));
        Assert.Contains("a key that has ended", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task RotateLogKeyAsync(TestHub hub)
    {
        await new MaintainKeys(hub.Settings, hub.Clock).RotateAsync(KeyPurpose.Log, TimeSpan.Zero, isTrial: false, Ct);
        await hub.Start.RefreshKeysAsync(Ct);
        hub.Clock.Advance(KeyRotation.KnownBefore);
        Assert.Equal(1, await hub.Get<EnterKeys>().RunAsync(Ct));
    }

    // Consent is given and a backup is made. Then the consent is withdrawn, and the database is replaced by the backup.
    private static async Task<Restored> RestoredAsync(StorageEngine engine, Func<TestHub, Task>? afterBackup = null)
    {
        var hub = await TestHub.StartAsync(engine);
        var (first, second) = (await hub.SystemOwnerAsync(hub.School), await hub.SystemOwnerAsync(hub.School));
        Caller.Staff[] others =
        [
            await hub.SystemOwnerAsync(hub.Social), (Caller.Staff)await hub.RegistratorAsync(hub.School), new Caller.Staff(hub.Rektor),
        ];
        var consent = await hub.GiveConsentAsync();
        var request = await hub.AskAsync();
        var backup = await hub.BackUpAsync();
        var going = await hub.RestartAsync();
        await (afterBackup?.Invoke(going) ?? Task.CompletedTask);
        await going.WithdrawAsync(consent);
        var signed = (await going.LogAsync()).Count;
        await going.StopAsync();
        var ofAnotherNode = Path.Combine(going.Folder, "of-another-node");
        File.Copy(going.Settings.CheckpointFile, ofAnotherNode);
        return new Restored(await going.RestartAsync(backup), first, second, others, consent, request, signed, ofAnotherNode);
    }

    private sealed record Restored(
        TestHub Hub, Caller.Staff First, Caller.Staff Second, IReadOnlyList<Caller.Staff> Others, ConsentId Consent, RequestId Request,
        long Signed, string CheckpointOfAnotherNode)
        : IAsyncDisposable
    {
        public async Task ConfirmAsync(FreeText decision)
        {
            var confirm = Hub.Get<ConfirmRestore>();
            await confirm.HandleAsync(First, Hub.Clock.GetUtcNow(), decision, Ct);
            Assert.IsType<ConfirmRestoreOutcome.Opened>(await confirm.HandleAsync(Second, Hub.Clock.GetUtcNow(), decision, Ct));
        }

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
