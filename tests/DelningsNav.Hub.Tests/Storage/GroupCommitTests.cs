using System.Data.Common;
using DelningsNav.Hub.Storage;

namespace DelningsNav.Hub.Tests.Storage;

public sealed class GroupCommitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Callers_that_wait_while_one_commit_runs_share_the_next(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var write = new HeldWrite();

        var answers = await WhileOneRunsAsync(hub, write, "b", "c", "d");

        await Task.WhenAll(answers);
        Assert.Equal([["a"], ["b", "c", "d"]], write.Batches);
    }

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task An_item_that_the_database_refuses_makes_no_other_fail(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var write = new HeldWrite();

        var answers = await WhileOneRunsAsync(hub, write, "b", HeldWrite.Refused, "d");

        await Assert.ThrowsAnyAsync<DbException>(() => answers[1]);
        Assert.Equal(["B", "D"], [await answers[0], await answers[2]]);
        var nonces = new Nonces(hub.Start.Database, hub.Clock);
        Assert.False(await nonces.RememberAsync(HeldWrite.Key, "b", Ct), "an answered item is stored");
        Assert.True(await nonces.RememberAsync(HeldWrite.Key, HeldWrite.Refused, Ct), "a refused item is not");
    }

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task A_commit_that_fails_fails_for_all_callers_and_is_never_tried_again(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var write = new HeldWrite();

        var answers = await WhileOneRunsAsync(hub, write, "b", HeldWrite.BreaksTheCommit);

        await Assert.ThrowsAnyAsync<DbException>(() => answers[0]);
        await Assert.ThrowsAnyAsync<DbException>(() => answers[1]);
        Assert.Equal(2, write.Batches.Count);
        Assert.Equal("E", await hub.Start.Database.Commits.AddAsync(write, "e", Ct));
    }

    [Theory]
    [MemberData(nameof(TestHub.Engines), MemberType = typeof(TestHub))]
    public async Task Kinds_of_writes_take_their_locks_in_one_order_whichever_came_first(StorageEngine engine)
    {
        await using var hub = await TestHub.StartAsync(engine);
        var (order, first) = (new List<LockOrder>(), new HeldWrite());
        var running = hub.Start.Database.Commits.AddAsync(first, "a", Ct);
        await first.Entered.Task.WaitAsync(Ct);

        var log = hub.Start.Database.Commits.AddAsync(new NotedWrite(LockOrder.Log, order), "b", Ct);
        var nonces = hub.Start.Database.Commits.AddAsync(new NotedWrite(LockOrder.Nonces, order), "c", Ct);
        first.Leave.SetResult();
        await Task.WhenAll(running, log, nonces);

        Assert.Equal([LockOrder.Nonces, LockOrder.Log], order);
    }

    private static async Task<Task<string>[]> WhileOneRunsAsync(TestHub hub, HeldWrite write, params string[] items)
    {
        var commits = hub.Start.Database.Commits;
        var running = commits.AddAsync(write, "a", Ct);
        await write.Entered.Task.WaitAsync(Ct);
        var waiting = items.Select(item => commits.AddAsync(write, item, Ct)).ToArray();
        write.Leave.SetResult();
        await running;
        return waiting;
    }

    /// <summary>Writes items as nonces and answers them in capitals; delays its first batch until it may proceed.</summary>
    private sealed class HeldWrite : GroupedWrite<string, string>
    {
        public const string Key = "key";
        public const string Refused = "refused";
        public const string BreaksTheCommit = "breaks-the-commit";

        public override LockOrder Order => LockOrder.Nonces;

        public List<IReadOnlyList<string>> Batches { get; } = [];

        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Leave { get; } = new();

        public override async Task<Func<IReadOnlyList<string>>> WriteAsync(
            Statements statements, DbTransaction transaction, IReadOnlyList<string> items)
        {
            Batches.Add(items);
            Entered.TrySetResult();
            await Leave.Task;
            foreach (var item in items)
            {
                await RunAsync(statements, transaction, $"INSERT INTO nonces (key_id, nonce, seen_at) VALUES ('{Key}', '{item}', 0)");
                if (item == Refused)
                {
                    await RunAsync(statements, transaction, "INSERT INTO nonces (no_such_column) VALUES (1)");
                }
                else if (item == BreaksTheCommit)
                {
                    await RunAsync(statements, transaction, "CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY)");
                    await RunAsync(
                        statements, transaction,
                        "CREATE TEMP TABLE wanting (id INTEGER REFERENCES wanted (id) DEFERRABLE INITIALLY DEFERRED)");
                    await RunAsync(statements, transaction, "INSERT INTO wanting VALUES (1)");
                }
            }

            return () => [.. items.Select(item => item.ToUpperInvariant())];
        }

        private static Task RunAsync(Statements statements, DbTransaction transaction, string sql) =>
            statements.Of(sql, transaction).ExecuteNonQueryAsync(Ct);
    }

    private sealed class NotedWrite(LockOrder order, List<LockOrder> noted) : GroupedWrite<string, string>
    {
        public override LockOrder Order => order;

        public override Task<Func<IReadOnlyList<string>>> WriteAsync(
            Statements statements, DbTransaction transaction, IReadOnlyList<string> items)
        {
            noted.Add(order);
            return Task.FromResult<Func<IReadOnlyList<string>>>(() => items);
        }
    }
}
