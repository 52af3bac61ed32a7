using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace DelningsNav.Web.Pages;

/// <summary>
/// Answers 405 for a method that a page has not. Without it, ASP.NET would show the page without having filled it in.
/// </summary>
/// <remarks>
/// A page without any handler is shown as it is. The page for errors answers every method. A form is checked against
/// forgery after this, because a method that does not exist needs no token.
/// </remarks>
internal sealed class PageMethods(IPageHandlerMethodSelector selector) : IAuthorizationFilter, IOrderedFilter
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (context.ActionDescriptor is not CompiledPageActionDescriptor page || page.HandlerTypeInfo == typeof(ErrorPage))
        {
            return;
        }

        var method = context.HttpContext.Request.Method;
        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        if ((isRead && page.HandlerMethods.Count == 0) || selector.Select(new PageContext(context) { ActionDescriptor = page }) is not null)
        {
            return;
        }

        context.HttpContext.Response.Headers.Allow = string.Join(", ", Of(page));
        context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    private static IEnumerable<string> Of(CompiledPageActionDescriptor page)
    {
        var methods = page.HandlerMethods.Select(handler => handler.HttpMethod.ToUpperInvariant()).Distinct().ToList();
        return methods.Count == 0 || methods.Contains(HttpMethods.Get)
            ? [HttpMethods.Get, HttpMethods.Head, .. methods.Where(method => method != HttpMethods.Get)]
            : methods;
    }
}
