using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages;

/// <summary>Says in plain words what went wrong and what to do. Shown in place of an answer, never at an address of its own.</summary>
/// <remarks>
/// It also answers a post that was refused, so it checks no antiforgery token; it changes nothing. What exists but is not
/// the reader's gets the same words as what does not exist.
/// </remarks>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorPage : PageModel
{
    /// <summary>Where the page is found within the program.</summary>
    internal const string Address = "/fel";

    /// <summary>The beginning of this error's keys among the shared texts.</summary>
    public string TextKey => Response.StatusCode switch
    {
        StatusCodes.Status403Forbidden => "Error403",
        StatusCodes.Status404NotFound => "Error404",
        StatusCodes.Status413PayloadTooLarge => "Error413",
        StatusCodes.Status429TooManyRequests => "Error429",
        StatusCodes.Status503ServiceUnavailable => "Error503",
        >= 500 => "Error500",
        _ => "Error400",
    };

    /// <summary>Whether the fault is on our side, so that its number helps us find it.</summary>
    public bool IsOurs => Response.StatusCode >= 500;

    /// <summary>The number under which the fault stands in our technical log; it names nobody.</summary>
    public string TraceId => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    /// <summary>Asked for directly there is no error to tell of, and so no such page.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var isInPlace = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        if (!isInPlace)
        {
            context.Result = NotFound();
        }
    }
}
