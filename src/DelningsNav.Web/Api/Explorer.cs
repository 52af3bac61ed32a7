namespace DelningsNav.Web.Api;

/// <summary>Whether the explorer is shown. In a hub it is not, unless the configuration asks for it.</summary>
/// <param name="IsOn">Whether it is shown.</param>
internal sealed record ExplorerSwitch(bool IsOn);

/// <summary>The page on which a developer reads the API: the OpenAPI document in a browser.</summary>
internal static class Explorer
{
    /// <summary>The address of the page, without a leading slash.</summary>
    public const string Prefix = "openapi/explorer";

    // This is the only page of the hub that runs a script. The hub itself serves the script. Nothing that is entered on the page is sent
    // anywhere.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action "
        + "'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Serves the page. It cannot make calls, because a browser has no key to sign with.</summary>
    public static void Use(IApplicationBuilder app)
    {
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments($"/{Prefix}", StringComparison.Ordinal))
            {
                http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            }

            return next(http);
        });
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = Prefix;
            page.DocumentTitle = "DelningsNav API";
            page.SwaggerEndpoint("/openapi/v1.json", "DelningsNav API v1");
            page.SupportedSubmitMethods();
            page.EnableFilter();
        });
    }
}
