using DelningsNav.Hub.Oversight;
using DelningsNav.Web.Api.Consents;
using DelningsNav.Web.Api.Document;
using DelningsNav.Web.Api.Notices;
using DelningsNav.Web.Api.Oversight;
using DelningsNav.Web.Api.People;
using DelningsNav.Web.Api.Records;
using DelningsNav.Web.Api.Releases;
using DelningsNav.Web.Api.Requests;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Api.Wire;
using Microsoft.AspNetCore.Authorization;

namespace DelningsNav.Web.Api;

/// <summary>The API for integrating systems: signed calls under <c>/api/v1</c> and the public log under <c>/log</c>.</summary>
internal static class ApiDoor
{
    /// <summary>The root of this major version.</summary>
    public const string Root = "/api/v1";

    /// <summary>The version of the API.</summary>
    public const string Version = "1.0.0";

    /// <summary>The day this version was published.</summary>
    public const string Released = "2026-11-22";

    /// <summary>Adds the services of the API.</summary>
    public static void AddApiDoor(this IServiceCollection services, HubSetup.Ready setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        services.AddSingleton(new ExplorerSwitch(setup.HasExplorer));
        services.AddSingleton<ApiShell>();
        services.AddSingleton(provider => new OpenEntries(
            setup.LogEntriesOpenFrom, provider.GetRequiredService<LogProofs>(), provider.GetRequiredService<IAuthorizationService>()));
        services.AddSingleton<IStartupFilter>(provider => provider.GetRequiredService<ApiShell>());

        // Otherwise the environment Development turns a parameter that cannot be read into an exception.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        services.AddSignedScheme(setup.PublicOrigin);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Strict));
        services.AddApiDocument();
    }

    /// <summary>Turns whatever goes wrong in the program's own middleware and in the endpoints into a problem.</summary>
    public static void UseApiProblems(this WebApplication app) => app.Services.GetRequiredService<ApiShell>().Surround(app);

    /// <summary>Maps every endpoint of the API.</summary>
    public static void MapApiDoor(this WebApplication app)
    {
        var api = app.MapGroup(Root);
        api.MapPersonLookups();
        api.MapRecords();
        api.MapConsents();
        api.MapDisclosureBlocks();
        api.MapRecordedAnswers();
        api.MapInformationRequests();
        api.MapEmergencies();
        api.MapReleases();
        api.MapAccessReports();
        api.MapNotices();
        app.MapLog();
        app.MapInformation();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }
}
