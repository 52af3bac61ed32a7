using DelningsNav.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DelningsNav.Web.SignIn;

/// <summary>
/// A link on another site opens no page of a signed-in person at once: opening a page may be logged as the person's reading, and who made
/// the link would have decided that. A page in between asks, and the person opens the page themselves (ADR 0045).
/// </summary>
/// <remarks>
/// The first pages of the areas, the messages and the choice of e-mail open at once: a letter leads there, and nothing of a child is read
/// by it. A browser says by <c>Sec-Fetch-Site</c> where a request comes from; an older browser says it by <c>Referer</c>. A typed
/// address, a bookmark and a mail program are from no site.
/// </remarks>
internal sealed class ArrivalFilter : IResourceFilter
{
    /// <summary>The address of the page in between.</summary>
    public const string Address = "/vidare";

    /// <summary>The name of the address that the link leads to.</summary>
    public const string To = "till";

    private static readonly string[] Landings =
    [
        "/", "/min-sida", "/arbetsyta", "/registratur", "/administration", "/min-sida/meddelanden", "/arbetsyta/meddelanden",
        "/min-sida/epost", "/arbetsyta/epost", "/inloggning", "/hjalp", "/tillganglighet", Address,
    ];

    /// <inheritdoc/>
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var request = context.HttpContext.Request;
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && context.HttpContext.User.SignedIn() is not null
            && IsFromAnotherSite(request)
            && !IsLanding(request.Path))
        {
            context.Result = new LocalRedirectResult($"~{Address}?{To}={Uri.EscapeDataString(request.Path + request.QueryString)}");
        }
    }

    /// <inheritdoc/>
    public void OnResourceExecuted(ResourceExecutedContext context) { }

    // The page of an error is shown in place of an answer, which has been stopped here if it had to be.
    private static bool IsLanding(PathString path) =>
        path.StartsWithSegments(ErrorPage.Address, StringComparison.OrdinalIgnoreCase)
        || Landings.Contains(path.Value?.TrimEnd('/') is { Length: > 0 } given ? given : "/", StringComparer.OrdinalIgnoreCase);

    private static bool IsFromAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => false,
        "" => Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from)
            && !string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}
