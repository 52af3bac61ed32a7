using System.Diagnostics;

namespace DelningsNav.Web.Limits;

/// <summary>
/// Sends an answer of 403 or 404 only at the next whole step of time since the request came, so that the time does not tell a thing that
/// exists and is hidden from a thing that does not exist (ADR 0043, ASVS 5.0 11.2.4).
/// </summary>
/// <remarks>
/// What the hub asks the database before it refuses depends on what is there. The difference is a few milliseconds, and anybody can
/// measure it by asking often. The step is longer than that work takes on a healthy hub. The wait holds no thread.
/// </remarks>
/// <param name="next">The rest of the application.</param>
/// <param name="limits">The step.</param>
internal sealed class EvenRefusals(RequestDelegate next, CallLimits limits)
{
    /// <summary>The step of a hub.</summary>
    public static readonly TimeSpan UsualStep = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs the rest of the application, and holds back the beginning of a refusal.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (limits.RefusalStep == TimeSpan.Zero)
        {
            return next(http);
        }

        var came = Stopwatch.GetTimestamp();
        http.Response.OnStarting(() => http.Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound
            ? Task.Delay(Wait(Stopwatch.GetElapsedTime(came), limits.RefusalStep), http.RequestAborted)
            : Task.CompletedTask);
        return next(http);
    }

    /// <summary>How long to wait until the next whole step.</summary>
    internal static TimeSpan Wait(TimeSpan elapsed, TimeSpan step) => TimeSpan.FromTicks(step.Ticks - (elapsed.Ticks % step.Ticks));
}
