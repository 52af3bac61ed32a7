namespace DelningsNav.Web.Api;

/// <summary>The page on which a developer reads the API: the OpenAPI document made browsable.</summary>
internal static class Explorer
{
    /// <summary>Where it is found, without a slash before it.</summary>
    public const string Prefix = "openapi/explorer";

    // The only page of the hub that runs a script: its own, from here, and nothing that is entered there is sent anywhere.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action "
        + "'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Serves it. Calls cannot be tried from it, since a browser has no key to sign with.</summary>
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
