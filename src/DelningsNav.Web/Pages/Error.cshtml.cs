using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>
/// Says in plain words what went wrong and what to do. It is shown in place of an answer, never at an address of its own.
/// </summary>
/// <remarks>
/// It also answers a refused post, so it does not check the antiforgery token. It changes nothing. A page that belongs to another reader
/// gets the same words as a page that does not exist.
/// </remarks>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorPage : PageModel
{
    /// <summary>The page's address inside the program.</summary>
    internal const string Address = "/fel";

    /// <summary>The beginning of this error's keys among the shared texts.</summary>
    public string TextKey => Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest when HasRefusedToken && Name is not null => "ErrorToken",
        StatusCodes.Status405MethodNotAllowed => "Error404",
        StatusCodes.Status403Forbidden => "Error403",
        StatusCodes.Status404NotFound => "Error404",
        StatusCodes.Status413PayloadTooLarge => "Error413",
        StatusCodes.Status429TooManyRequests => "Error429",
        StatusCodes.Status503ServiceUnavailable when FenceGate.Stopped(HttpContext) => "ErrorFenced",
        StatusCodes.Status503ServiceUnavailable => "Error503",
        >= 500 => "Error500",
        _ => "Error400",
    };

    /// <summary>
    /// The name of the person who is signed in now, when that may be the reason: another may have signed in in another tab. Otherwise null.
    /// </summary>
    public string? Name => HasRefusedToken || Response.StatusCode == StatusCodes.Status403Forbidden
        ? User.FindFirst(PagesUser.NameClaim)?.Value
        : null;

    /// <summary>Whether the fault is in the hub. If so, the fault's number helps the operators to find it.</summary>
    public bool IsOurs => Response.StatusCode >= 500;

    private bool HasRefusedToken => HttpContext.Features.Get<RefusedToken>() is not null;

    /// <summary>The number of the fault in the technical log; it names nobody.</summary>
    public string TraceId => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    /// <summary>Answers a direct request with 404, because without an error there is nothing to show.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var isInPlace = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;

        // The page is the answer to every method. ASP.NET would otherwise answer OPTIONS with 200 in its place.
        context.Result = isInPlace ? Page() : NotFound();
    }
}
