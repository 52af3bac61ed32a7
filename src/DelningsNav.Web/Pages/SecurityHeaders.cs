using DelningsNav.Web.SignIn;

namespace DelningsNav.Web.Pages;

/// <summary>
/// The headers that limit what a browser may do with an answer: show text, styles and pictures from this site, nothing more.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>Allows no script at all (ADR 0009), nothing from another host, no framing, and only forms that post to this site.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    /// <summary>Sets each header that the answer has not set itself, at the last moment before the answer is sent.</summary>
    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("Content-Security-Policy", ContentSecurityPolicy);
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", Permissions);
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            if (context.Request.IsHttps)
            {
                headers.TryAdd("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
            }

            // A page may contain records of a child, and so may every answer to a person who is signed in, so no cache may store it.
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true
                || context.Features.Get<CurrentSession>() is not null
                || headers.SetCookie.Count > 0)
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
