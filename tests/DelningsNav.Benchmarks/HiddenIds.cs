using System.Diagnostics;
using DelningsNav.Hub.Consents;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Tests;
using DelningsNav.Signing;
using DelningsNav.Web;
using DelningsNav.Web.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DelningsNav.Benchmarks;

/// <summary>
/// Signed calls over HTTP about ids that exist and are hidden from the caller, and about ids that do not exist, in interleaved pairs. The
/// answers must be alike, byte for byte but for the id in them, and so must their times: a caller who compares many pairs must be right
/// about as often as by guessing (ADR 0043).
/// </summary>
internal static class HiddenIds
{
    private const int Pairs = 600;
    private const int Warming = 60;

    // The share of 600 pairs that a coin makes lies within this of one half in 99.9 % of all runs.
    private const double Noise = 0.07;

    public static async Task MeasureAsync(Figures figures)
    {
        foreach (var engine in Engines.Measured)
        {
            await using var world = await World.StartAsync(engine, children: 1);
            var hub = world.Hub;
            var outsider = await OutsiderAsync(hub);
            using var key = SigningKey.Create();
            await hub.Get<MaintainParties>().AddClientAsync(
                hub.Elevhalsa, "Mätning", Operations.All, [ClientRole.Caseworker], key.KeyId, key.PublicKey.ToPem(),
                CancellationToken.None);
            await using var app = await ServeAsync(hub);
            using var http = new HttpClient(new SigningHandler(key, hub.Clock) { InnerHandler = new SocketsHttpHandler() })
            {
                BaseAddress = new Uri(app.Urls.Single()),
            };
            await using var db = hub.Db();
            var consent = (await db.Consents.AsNoTracking().FirstAsync()).Id.Value;
            var request = world.Requests[0].Value;
            await MeasureAsync(figures, engine, "a consent", http, consent, id => $"/api/v1/consents/{id}?staff={outsider}");
            await MeasureAsync(figures, engine, "a request", http, request, id => $"/api/v1/information-requests/{id}?staff={outsider}");
            await app.StopAsync();
        }
    }

    private static async Task MeasureAsync(
        Figures figures, StorageEngine engine, string what, HttpClient http, Guid hidden, Func<Guid, string> path)
    {
        var (exists, missing) = (new List<long>(), new List<long>());
        for (var pair = -Warming; pair < Pairs; pair++)
        {
            // Each goes first in half of the pairs, because the second call of a pair may find a warmer processor.
            var unknown = Guid.CreateVersion7();
            var first = await TimeAsync(http, path(pair % 2 == 0 ? hidden : unknown));
            var second = await TimeAsync(http, path(pair % 2 == 0 ? unknown : hidden));
            if (pair >= 0)
            {
                exists.Add(pair % 2 == 0 ? first : second);
                missing.Add(pair % 2 == 0 ? second : first);
            }
        }

        var slower = exists.Zip(missing).Average(p => p.First > p.Second ? 1.0 : p.First < p.Second ? 0.0 : 0.5);
        var (there, gone) = (Median(exists), Median(missing));
        figures.Add($"{engine}, {what}: median of an id that exists; of one that does not", $"{there:0.00} ms; {gone:0.00} ms");
        figures.AtMost($"{engine}, {what}: how far a guess by time is from chance", Math.Abs(slower - 0.5), Noise, "");
    }

    private static double Median(List<long> ticks) => Timing.Percentile(Timing.Microseconds(ticks), 0.5) / 1000;

    private static async Task<long> TimeAsync(HttpClient http, string path)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        var ticks = Stopwatch.GetTimestamp() - start;
        var body = await answer.Content.ReadAsByteArrayAsync();
        return (int)answer.StatusCode == 404
            ? ticks
            : throw new InvalidOperationException($"a call that must be refused was not: {(int)answer.StatusCode}, {body.Length} bytes");
    }

    private static async Task<StaffMemberId> OutsiderAsync(TestHub hub)
    {
        var parties = hub.Get<MaintainParties>();
        var unit = await parties.AddUnitAsync(hub.Elevhalsa, "Elevhälsan", "Järva", CancellationToken.None);
        return await parties.AddStaffAsync(
            unit, "Kim Kurator", StaffRole.Kurator, assesses: false, assessesProtectedIdentities: false, CancellationToken.None);
    }

    private static async Task<WebApplication> ServeAsync(TestHub hub)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HubSetup).Assembly.GetName().Name,
            EnvironmentName = "Production",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var setup = new HubSetup.Ready(hub.Settings, hub.Clock, new IdSource(hub.Clock), null)
        {
            IsOnThisMachineOnly = true,
            Limits = CallLimits.None with { RefusalStep = new CallLimits().RefusalStep },
        };
        var app = HubApp.Compose(builder, setup, hub.Start);
        await app.StartAsync();
        return app;
    }
}
