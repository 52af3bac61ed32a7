using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Api;

namespace DelningsNav.Web.Pages;

/// <summary>
/// While the hub is fenced, because its database may be older than what it has signed, only the pages for the confirmation of the restore
/// open, with sign-in and sign-out. Everything else answers 503.
/// </summary>
internal sealed class FenceGate(RequestDelegate next, LogFence fence)
{
    /// <summary>The address of the page where two system owners confirm a restore.</summary>
    public const string Address = "/administration/aterstallning";

    private static readonly object Fenced = new();
    private static readonly string[] Open = [Address, "/logga-in", "/logga-ut", "/healthz", ErrorPage.Address];

    /// <summary>Whether this request was answered with 503 because of the fence.</summary>
    public static bool Stopped(HttpContext http) => http.Items.ContainsKey(Fenced);

    /// <summary>Answers 503, or lets the request pass.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (!fence.IsClosed || Open.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            await next(http);
            return;
        }

        http.Items[Fenced] = true;
        if (PagesShell.IsForPeople(http))
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await Problems.RestoredDatabase.Say().ExecuteAsync(http);
    }
}
