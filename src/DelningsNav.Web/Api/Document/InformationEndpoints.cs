using DelningsNav.Hub.PolicySets;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Document;

/// <summary>Open information: the version of this API (DIGG's REST profile, VER.06 and VER.07) and the health of the hub.</summary>
internal static class InformationEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapInformation(this WebApplication app)
    {
        app.MapGet("/api-info", ApiInfo).ExcludeFromDescription().AllowAnonymous();
        app.MapGet($"{ApiDoor.Root}/api-info", ApiInfo)
            .AllowAnonymous()
            .WithName("ReadApiInfo")
            .WithTags("About")
            .WithSummary("Returns the version of the API.")
            .Gives<ApiInformation>(StatusCodes.Status200OK, """
                { "apiName": "DelningsNav", "apiVersion": "1.0.0", "apiReleased": "2026-11-22", "apiDocumentation": "/openapi/explorer",
                  "apiStatus": "beta" }
                """);
        app.MapGet($"{ApiDoor.Root}/openapi.json", () => TypedResults.Redirect("/openapi/v1.json"))
            .ExcludeFromDescription()
            .AllowAnonymous();

        app.MapGet("/healthz/live", () => WireAnswer.Ok(new Health("live"), WireJson.Strict.Health))
            .AllowAnonymous()
            .WithName("IsLive")
            .WithTags("About")
            .WithSummary("Answers as long as the process runs.")
            .Gives<Health>(StatusCodes.Status200OK, """{ "status": "live" }""");
        app.MapGet("/healthz/ready", ReadyAsync)
            .AllowAnonymous()
            .WithName("IsReady")
            .WithTags("About")
            .WithSummary(
                "Answers 200 when the hub's database answers, otherwise 503; `restored-database` means that the hub is fenced after a "
                + "restore. `stopped` gives the reason if the hub works but releases "
                + "no record.")
            .Gives<Health>(StatusCodes.Status200OK, """{ "status": "ready", "stopped": "policy-set-expired" }""")
            .Fails(Problems.RestoredDatabase, Problems.StorageUnavailable);
    }

    private static WireAnswer ApiInfo(ExplorerSwitch explorer) => WireAnswer.Ok(
        new ApiInformation(
            "DelningsNav", ApiDoor.Version, ApiDoor.Released, explorer.IsOn ? $"/{Explorer.Prefix}" : "/openapi/v1.json", "beta"),
        WireJson.Strict.ApiInformation);

    // A hub without sound rules stays in service, because families must still be able to read and to withdraw.
    private static async Task<IResult> ReadyAsync(Readiness readiness, LogFence fence, CancellationToken ct) =>
        fence.IsClosed ? Problems.RestoredDatabase.Say()
        : await readiness.IsReadyAsync(ct)
            ? WireAnswer.Ok(new Health("ready", (await readiness.WhyNothingIsReleasedAsync(ct))?.PolicyName), WireJson.Strict.Health)
        : Problems.StorageUnavailable.Say();
}

/// <summary>The version of this API (DIGG's REST profile, VER.07).</summary>
/// <param name="ApiName">The name of the API.</param>
/// <param name="ApiVersion">Major, minor and patch.</param>
/// <param name="ApiReleased">The day this version was published.</param>
/// <param name="ApiDocumentation">Where the API is documented.</param>
/// <param name="ApiStatus"><c>beta</c>, <c>active</c> or <c>deprecated</c>.</param>
internal sealed record ApiInformation(string ApiName, string ApiVersion, string ApiReleased, string ApiDocumentation, string ApiStatus);

/// <summary>The health of the hub.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
/// <param name="Stopped">The reason why no record is released, such as <c>policy-set-expired</c>. It is left out when records can be
/// released.</param>
internal sealed record Health(string Status, string? Stopped = null);
