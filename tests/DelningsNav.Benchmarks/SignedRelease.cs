using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Signing;
using DelningsNav.Web;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DelningsNav.Benchmarks;

/// <summary>
/// Releases by signed calls over HTTP to the real application on Kestrel, compared with an endpoint that verifies the same signature over
/// the same body, digest and nonce included, and returns nothing. A third endpoint also writes the two entries of a release, and nothing
/// else: the rate that the log's promises alone allow. A separate process signs and sends; the endpoints take turns.
/// </summary>
internal static class SignedRelease
{
    private const int Callers = 32;
    private const int Rounds = 5;

    // The compiler still optimises the program during its first seconds under load; a hub runs for weeks.
    private const int WarmingRounds = 16;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(1500);

    public static async Task MeasureAsync(Figures figures)
    {
        foreach (var engine in Engines.Measured)
        {
            await using var world = await World.StartAsync(engine, Callers);
            using var key = SigningKey.Create();
            await world.Hub.Get<MaintainParties>().AddClientAsync(
                world.Hub.Social, "Mätning", Operations.All, [ClientRole.Caseworker], key.KeyId, key.PublicKey.ToPem(),
                CancellationToken.None);
            await using var app = await ServeAsync(world);
            using var load = LoadGenerator.Start(new Uri(app.Urls.Single()), key, world.Hub.Clock.GetUtcNow());
            var body = $$"""{"staff":"{{world.Hub.Familjebehandlare}}"}""";
            var releases = world.Requests.Select(request => $"/api/v1/information-requests/{request}/releases").ToList();
            var entries = world.Requests.Select(request => $"/api/v1/information-requests/{request}/logged").ToList();
            var checks = world.Requests.Select(request => $"/api/v1/information-requests/{request}/verified").ToList();

            var (released, logged, verified) = (new Rate(), new Rate(), new Rate());
            for (var round = -WarmingRounds; round < Rounds; round++)
            {
                var release = await load.SendAsync(releases, body, Slice);
                var entry = await load.SendAsync(entries, body, Slice);
                var check = await load.SendAsync(checks, body, Slice);
                if (round >= 0)
                {
                    (released, logged, verified) = (released + release, logged + entry, verified + check);
                }
            }

            figures.Add(
                $"{engine}, {Callers} callers: signed releases a second; their two entries alone; verified only",
                $"{released.PerSecond:0}; {logged.PerSecond:0}; {verified.PerSecond:0}");
            figures.AtLeast($"{engine}, {Callers} callers: share of the verified-only rate", released.PerSecond / verified.PerSecond, 0.40);
            figures.Add(
                $"{engine}, {Callers} callers: the same, if only the two entries were written",
                $"{logged.PerSecond / verified.PerSecond:0.00}");
            await app.StopAsync();
        }
    }

    private static async Task<WebApplication> ServeAsync(World world)
    {
        var hub = world.Hub;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HubSetup).Assembly.GetName().Name,
            EnvironmentName = "Production",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var setup = new HubSetup.Ready(
            hub.Settings, hub.Clock, new IdSource(hub.Clock), null)
        {
            IsOnThisMachineOnly = true,
            Limits = CallLimits.None,
        };
        var app = HubApp.Compose(builder, setup, hub.Start);
        var logged = await LoggedOnly.PrepareAsync(world);
        app.MapPost("/api/v1/information-requests/{id:guid}/logged", async (Guid id, SignedCall call) =>
        {
            await logged.WriteAsync(id);
            return Results.Ok();
        }).ForSystems(Operations.RequestInformation);
        app.MapPost("/api/v1/information-requests/{id:guid}/verified", (Guid id, SignedCall call) => Results.Ok())
            .ForSystems(Operations.RequestInformation);
        await app.StartAsync();
        return app;
    }
}
