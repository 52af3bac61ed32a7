using System.Diagnostics;
using DelningsNav.Hub.Storage.Log;

namespace DelningsNav.Web.Api;

/// <summary>Surrounds every call of a system: whatever goes wrong, the answer is a problem that reveals nothing internal.</summary>
/// <remarks>
/// It is a startup filter, so it surrounds routing and authorization in whatever order the program adds its middleware. It also stands
/// inside the program's own middleware (<see cref="Surround"/>), because in the environment Development ASP.NET adds a page for developers
/// between the two, which would answer first.
/// </remarks>
internal sealed partial class ApiShell(ExplorerSwitch explorer, ILogger<ApiShell> log) : IStartupFilter
{
    private static readonly string[] MachinePaths = ["/api", "/api-info", "/log", "/openapi", "/healthz"];

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWhen(IsForMachines, machines =>
        {
            machines.Use(AnswerAsync);
            if (explorer.IsOn)
            {
                Explorer.Use(machines);
            }
        });
        next(app);
    };

    /// <summary>Surrounds what the program adds after this.</summary>
    public void Surround(IApplicationBuilder app) => app.UseWhen(IsForMachines, machines => machines.Use(AnswerAsync));

    /// <summary>Whether a request is made to an address of the API and not to a page.</summary>
    public static bool IsForMachines(HttpContext context) =>
        MachinePaths.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            var response = http.Response;
            if (response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
            {
                await OfStatus(response.StatusCode).Say().ExecuteAsync(http);
            }
        }
        catch (Exception cause) when (cause is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception cause) when (!http.Response.HasStarted)
        {
            // This is the outermost handler of the API. It turns an exception into a problem without details.
            http.Response.Clear();
            await ProblemOf(cause).ExecuteAsync(http);
        }
    }

    private ApiProblem ProblemOf(Exception cause)
    {
        var traceId = Activity.Current?.TraceId.ToString() ?? "";
        switch (cause)
        {
            case LogUnavailableException or LogForkedException:
                LogIsDown(cause, traceId);
                return Problems.LogUnavailable.Say();
            case BadHttpRequestException bad:
                // The exception's message may repeat what was sent.
                return OfStatus(bad.StatusCode).Say();
            case IOException when StorageFault.IsBadChunk(cause):
                return Problems.BadRequest.Say();
            case Exception when StorageFault.IsBehind(cause):
                StorageIsDown(cause, traceId);
                return Problems.StorageUnavailable.Say();
            default:
                Failed(cause, traceId);
                return Problems.InternalError.Say().With(body => body with { TraceId = traceId });
        }
    }

    private static ProblemType OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => Problems.NoSuchResource,
        StatusCodes.Status405MethodNotAllowed => Problems.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => Problems.RequestTooLarge,
        StatusCodes.Status415UnsupportedMediaType => Problems.ContentTypeNotTaken,
        >= 500 => Problems.InternalError,
        _ => Problems.BadRequest,
    };

    [LoggerMessage(1, LogLevel.Error, "The audit log cannot be written; nothing is released or changed. Check the disk ({TraceId})")]
    private partial void LogIsDown(Exception cause, string traceId);

    [LoggerMessage(2, LogLevel.Error, "The database does not answer; calls get 503 until it does. Check the database ({TraceId})")]
    private partial void StorageIsDown(Exception cause, string traceId);

    [LoggerMessage(3, LogLevel.Error, "A call failed and was answered with 500; this is a fault of the hub, report it ({TraceId})")]
    private partial void Failed(Exception cause, string traceId);
}
