using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DelningsNav.Web.Pages;

/// <summary>
/// A form was refused because its token belongs to another sign-in, as a feature of the request. The page for errors then says who is
/// signed in now.
/// </summary>
internal sealed record RefusedToken;

/// <summary>Notes that a form's token was refused.</summary>
internal sealed class RefusedTokenFilter : IAlwaysRunResultFilter
{
    /// <inheritdoc/>
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            context.HttpContext.Features.Set(new RefusedToken());
        }
    }

    /// <inheritdoc/>
    public void OnResultExecuted(ResultExecutedContext context) { }
}
