using DelningsNav.Web.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace DelningsNav.Web.Limits;

/// <summary>Refuses the form of a stranger before it is read.</summary>
/// <remarks>
/// A browser that was shown a form has the antiforgery cookie. A form without it would be refused in any case, but only after it was read
/// to its end. A visitor who has not signed in has no long forms to send, and what such a form may contain is read only up to
/// <see cref="LongestOfStranger"/>. A form that needs a session is not read without one.
/// </remarks>
internal sealed class UnreadForms(RequestDelegate next, IOptions<AntiforgeryOptions> antiforgery)
{
    /// <summary>The longest form of a visitor who has not signed in, in bytes.</summary>
    public const int LongestOfStranger = 16 * 1024;

    /// <summary>Refuses the form, or lets the request continue.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || ApiShell.IsForMachines(http))
        {
            return next(http);
        }

        if (!http.Request.Cookies.ContainsKey(antiforgery.Value.Cookie.Name!))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        if (http.User.Identity?.IsAuthenticated != true
            && http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null
            && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LongestOfStranger;
        }

        return next(http);
    }
}
