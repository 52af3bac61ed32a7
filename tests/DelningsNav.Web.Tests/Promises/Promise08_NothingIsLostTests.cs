using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DelningsNav.AuditLog;
using DelningsNav.Client;
using DelningsNav.Hub;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Web.Tests.Promises;

/// <summary>Promise 8 (and 1): kill -9 of the serving process, under load, from outside.</summary>
public sealed class Promise08_NothingIsLostTests
{
    private const int Clients = 8;
    private const int ReceivedBeforeTheKill = 60;

    [Fact]
    public async Task After_kill_9_under_load_every_record_that_a_client_received_has_its_entry_and_the_hub_starts_again()
    {
        // A separate process uses the real clock, so the world is built with the same clock.
        await using var world = await TestApp.BuildAsync(new TestClock(TimeProvider.System.GetUtcNow().AddMinutes(-5)));
        await world.GiveConsentAsync();
        var request = await world.Client().RequestInformationAsync(world.Ask(), TestContext.Current.CancellationToken);
        await world.LeaveAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var hub = StartHub(world.Folder, address);
        await AnswersAsync(hub, address);

        var received = await LoadUntilKilledAsync(hub, world, request.Request, address);

        Assert.True(received.Count >= ReceivedBeforeTheKill);
        await using var again = await HubStart.OpenAsync(
            SettingsIn(world.Folder), TimeProvider.System, TestContext.Current.CancellationToken);
        await using var services = new ServiceCollection().AddHub(again, new IdSource(TimeProvider.System)).BuildServiceProvider();
        var proofs = services.GetRequiredService<LogProofs>();
        foreach (var outcome in received)
        {
            Assert.True(TlogProof.TryParse(outcome.Proof, out var proof));
            var bytes = await proofs.LeafAsync(outcome.LogIndex, TestContext.Current.CancellationToken);
            Assert.True(EntryLeaf.TryParse(bytes, out var leaf));
            Assert.Equal(("decided", "released"), (leaf.Kind, outcome.Outcome));
            Assert.True(proof.Includes(leaf.Hash));
        }

        var verified = await services.GetRequiredService<VerifyLog>()
            .HandleAsync(new Caller.Staff(world.Registrator), null, TestContext.Current.CancellationToken);
        Assert.IsType<LogVerification.Sound>(verified);
        var after = await services.GetRequiredService<Hub.Releases.ReleaseInformation>().HandleAsync(
            new RequestId(request.Request), new Caller.Staff(world.Familjebehandlare), Hub.Releases.Opening.Everything,
            TestContext.Current.CancellationToken);
        Assert.IsType<Hub.Releases.ReleaseOutcome.Answered>(after);
    }

    private static async Task<IReadOnlyCollection<RecordOutcome>> LoadUntilKilledAsync(
        Process hub, TestApp world, Guid request, Uri address)
    {
        var received = new ConcurrentBag<RecordOutcome>();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            using var client = DelningsNavClient.Create(address, world.SocialKey, TimeProvider.System);
            while (true)
            {
                try
                {
                    var answer = await client.ReleaseAsync(request, world.Familjebehandlare.Value, TestContext.Current.CancellationToken);
                    received.Add(Assert.Single(answer.Outcomes));
                    if (received.Count >= ReceivedBeforeTheKill && !hub.HasExited)
                    {
                        hub.Kill();
                    }
                }
                catch (HttpRequestException)
                {
                    // The hub was killed during this call; only what came before counts.
                    return;
                }
                catch (IOException)
                {
                    return;
                }
            }
        })).ToList();
        await Task.WhenAll(clients);
        await hub.WaitForExitAsync(TestContext.Current.CancellationToken);
        return received;
    }

    private static Process StartHub(string folder, Uri address)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "DelningsNav.Web", configuration, "DelningsNav.Web.dll");
        var start = new ProcessStartInfo("dotnet", [Path.GetFullPath(program), "--urls", address.ToString()])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Hub__ConnectionString"] = $"Data Source={Path.Combine(folder, "hub.db")}",
                ["Hub__KeyFile"] = Path.Combine(folder, "keys.json"),
                ["Hub__LogOrigin"] = "test.example/stad/audit",
                ["Hub__PublicOrigin"] = address.ToString().TrimEnd('/'),
            },
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    // A connection attempt costs nothing while nobody listens; the test's own time limit ends the wait for a hub that never does.
    private static async Task AnswersAsync(Process hub, Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        while (!hub.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Yield();
            }
        }

        Assert.Fail($"the hub ended with {hub.ExitCode} before it served");
    }

    private static HubSettings SettingsIn(string folder) => new()
    {
        Engine = StorageEngine.Sqlite,
        ConnectionString = $"Data Source={Path.Combine(folder, "hub.db")}",
        PolicyFolder = Path.Combine(AppContext.BaseDirectory, "policies"),
        LogOrigin = "test.example/stad/audit",
        Keys = new KeyFile(Path.Combine(folder, "keys.json")),
        CheckpointFile = Path.Combine(folder, "hub-checkpoint"),
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
