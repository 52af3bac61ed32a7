using Microsoft.Extensions.FileProviders;

namespace DelningsNav.Web.Pages;

/// <summary>What surrounds every request: security headers, the style sheet, language, and pages for errors.</summary>
/// <remarks>
/// It is a startup filter, so that it surrounds routing and authorization in whatever order the program makes its calls: a refusal by
/// authorization also gets its page, and the style sheet is served to readers who have not signed in.
/// </remarks>
internal sealed class PagesShell(IWebHostEnvironment environment, PhysicalFileProvider files) : IStartupFilter
{
    private static readonly string[] MachinePaths = ["/api", "/openapi", "/log", "/healthz"];

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // The attribute asp-append-version reads the same files.
        environment.WebRootFileProvider = files;

        app.UseRequestLocalization();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => Prepare(file.Context) });
        app.UseWhen(IsForPeople, people =>
        {
            people.UseExceptionHandler();
            people.UseStatusCodePagesWithReExecute(ErrorPage.Address + "/{0}");
            people.UseMiddleware<ReadAgain>();
        });
        next(app);
    };

    // Machines get problems (RFC 9457) from the API itself.
    internal static bool IsForPeople(HttpContext context) =>
        !MachinePaths.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private static void Prepare(HttpContext context)
    {
        var response = context.Response;
        response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        response.ContentType = MediaTypes.Header(response.ContentType ?? "");
    }
}
