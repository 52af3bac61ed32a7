using System.Text.Json;
using DelningsNav.Hub;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Tests.Releases;
using DelningsNav.Web.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Web.Tests.Api;

/// <summary>
/// Once means once, also at a crash. The process that carries out a call dies before each of the call's steps in turn, and another process
/// gets the same call with the same idempotency key. The steps are found, not listed, so that a new step is among them: each statement on
/// the database, commits included. When the process dies, what it has committed is stored and nothing else.
/// </summary>
public sealed class KilledAtEveryStepTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// In each run, the steps that write, on SQLite. A process that dies before a step that only reads has stored what it has stored
    /// before the next step that writes, so these are tried in <c>./test --long</c>, as is PostgreSQL: each takes minutes.
    /// </summary>
    public static TheoryData<StorageEngine, bool> StepsInTurn { get; } = new()
    {
        { StorageEngine.Sqlite, false },
        new TheoryDataRow<StorageEngine, bool>(StorageEngine.Sqlite, true) { Explicit = true },
        new TheoryDataRow<StorageEngine, bool>(StorageEngine.PostgreSql, true) { Explicit = true },
    };

    [Fact]
    public async Task The_calls_that_are_tried_are_all_that_demand_an_idempotency_key()
    {
        await using var app = await TestApp.StartAsync();

        var demanding = app.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<DemandsIdempotencyKey>() is not null)
            .Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName);

        Assert.Equal(demanding.Order(StringComparer.Ordinal), CreatingCalls.All.Select(c => c.Endpoint).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(StepsInTurn))]
    public async Task A_call_whose_process_was_killed_at_any_step_is_made_once_when_it_is_repeated_with_its_key(
        StorageEngine engine, bool everyStep)
    {
        await using var hub = await TestApp.BuildAsync(engine);
        await using var mortal = await MortalNode.StartAsync(hub);
        foreach (var call in CreatingCalls.All)
        {
            // The first run is for what is done only once, such as opening connections.
            await TryAsync(hub, mortal, call, null);
            var steps = await TryAsync(hub, mortal, call, null);
            AssertHasSteps(steps);
            foreach (var step in steps.Where(step => everyStep || !OnlyReads(step)))
            {
                TestContext.Current.TestOutputHelper?.WriteLine(
                    $"{call.Endpoint} is killed before `{step.What.ReplaceLineEndings(" ")}`, number {step.Time}");
                await TryAsync(hub, mortal, call, step);
            }
        }
    }

    /// <summary>Makes one call, lets its process die before a step, repeats the call, and returns the steps that were taken.</summary>
    private static async Task<IReadOnlyList<Step>> TryAsync(TestApp hub, MortalNode mortal, CreatingCall call, Step? step)
    {
        var (prepared, key) = (await call.PrepareAsync(hub), Guid.NewGuid().ToString());
        var (things, entries) = (await ThingsAsync(hub, call), await EntriesAsync(hub, call));

        var (first, steps) = await mortal.SendAsync(prepared, key, step);
        var repeated = await BytesAsync(await SendAsync(hub, prepared, key));
        var again = await BytesAsync(await SendAsync(hub, prepared, key));

        Assert.Equal(repeated, again);
        Assert.Equal(entries + 1, await EntriesAsync(hub, call));
        if (step is null)
        {
            Assert.Equal(first, repeated);
        }

        if (call.Things is var (_, member))
        {
            var made = Assert.Single((await ThingsAsync(hub, call)).Except(things));
            Assert.Equal(made, IdIn(repeated, member));
        }

        return steps;
    }

    private static bool OnlyReads(Step step) => step.What.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase);

    // There are more; these ensure that the search for steps cannot find none.
    private static void AssertHasSteps(IReadOnlyList<Step> steps)
    {
        foreach (var place in new[] { "FROM client_keys", "INSERT INTO nonces", "INSERT INTO log_entries", "UPDATE log_head", "COMMIT" })
        {
            Assert.Contains(steps, step => step.What.Contains(place, StringComparison.Ordinal));
        }
    }

    private static Task<HttpResponseMessage> SendAsync(TestApp app, PreparedCall call, string key) =>
        app.SendAsync(HttpMethod.Post, call.Path, call.Json, call.Key, key);

    private static async Task<string> BytesAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(answer.IsSuccessStatusCode, body);
            return $"{(int)answer.StatusCode} {answer.Headers.Location} {body}";
        }
    }

    private static Guid IdIn(string answer, string member)
    {
        using var body = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..]);
        var value = body.RootElement.GetProperty(member);
        return (value.ValueKind == JsonValueKind.Array ? Assert.Single(value.EnumerateArray()) : value).GetGuid();
    }

    private static Task<long> EntriesAsync(TestApp app, CreatingCall call) =>
        app.AskDatabaseAsync($"SELECT COUNT(*) FROM log_entries WHERE kind = '{call.Kind}'");

    private static async Task<IReadOnlyList<Guid>> ThingsAsync(TestApp app, CreatingCall call)
    {
        if (call.Things is not var (table, _))
        {
            return [];
        }

        await using var db = app.Hub.Database.NewContext();
#pragma warning disable EF1002, EF1003 // The table is a constant of these tests.
        return await db.Database.SqlQueryRaw<Guid>($"SELECT id AS \"Value\" FROM {table}").ToListAsync(Ct);
#pragma warning restore EF1002, EF1003
    }

    /// <summary>A node whose process can die at any statement that it sends to the database.</summary>
    private sealed class MortalNode : IAsyncDisposable
    {
        private readonly Steps _steps = new();
        private readonly IDisposable? _statements;
        private readonly PostgresWire? _wire;
        private TestApp? _app;

        private MortalNode(HubSettings settings)
        {
            if (settings.Engine == StorageEngine.PostgreSql)
            {
                _wire = new PostgresWire(settings.ConnectionString, _steps);
                ConnectionString = _wire.ConnectionString;
                return;
            }

            // A connection string that is written in another way gets connections of its own.
            var file = new SqliteConnectionStringBuilder(settings.ConnectionString) { Cache = SqliteCacheMode.Private };
            _statements = SqliteStatements.Of(file.DataSource, _steps);
            ConnectionString = file.ToString();
        }

        private string ConnectionString { get; }

        public static async Task<MortalNode> StartAsync(TestApp hub)
        {
            var node = new MortalNode(hub.Settings);
            node._app = await hub.StartAnotherAsync(node.ConnectionString);
            return node;
        }

        /// <summary>
        /// Sends a call, during which the process dies before a step. What the process answered after that is discarded. Returns the
        /// answer, if it was received, and the steps.
        /// </summary>
        public async Task<(string? Answer, IReadOnlyList<Step> Steps)> SendAsync(PreparedCall call, string key, Step? step)
        {
            _steps.DieBefore(step);
            using var answer = await KilledAtEveryStepTests.SendAsync(_app!, call, key);
            var (received, steps) = (!_steps.IsDead, _steps.Taken);
            _steps.DieBefore(null);
            return (received ? await BytesAsync(answer) : null, steps);
        }

        public async ValueTask DisposeAsync()
        {
            await _app!.LeaveAsync();
            _statements?.Dispose();
            if (_wire is not null)
            {
                await _wire.DisposeAsync();
            }
        }
    }
}
