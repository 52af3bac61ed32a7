namespace DelningsNav.Web.Api;

/// <summary>The integrations' door: signed calls under <c>/api/v1</c> and the public log under <c>/log</c>.</summary>
internal static class ApiDoor
{
    /// <summary>Adds what the door needs.</summary>
    public static void AddApiDoor(this IServiceCollection services, HubSetup.Ready setup)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(setup);
    }

    /// <summary>Maps every endpoint of the door.</summary>
    public static void MapApiDoor(this WebApplication app) => ArgumentNullException.ThrowIfNull(app);
}
