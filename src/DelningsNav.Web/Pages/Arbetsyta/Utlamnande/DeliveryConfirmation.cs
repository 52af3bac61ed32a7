using DelningsNav.Hub.Releases;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DelningsNav.Web.Pages.Arbetsyta.Utlamnande;

/// <summary>
/// Confirms, after the last byte, that a released document reached its reader (step 7 of <see cref="ReleaseInformation"/>).
/// </summary>
/// <remarks>
/// The confirmation is durable before the answer ends, so whatever the reader does next comes after the confirmation. If the reader has
/// left, or the document could not be shown, the log entry says that the delivery failed.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DeliveryConfirmationAttribute : Attribute, IAsyncResultFilter
{
    /// <inheritdoc />
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        var executed = await next();
        if (context.Controller is not DocumentPage { Handed: { } release } page)
        {
            return;
        }

        var http = context.HttpContext;
        if (executed.Exception is null && !http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }

        var delivered = page.Failure is null && executed.Exception is null && !http.RequestAborted.IsCancellationRequested;

        // The request is cancelled when the reader leaves, but the log entry that says so must still be written.
        await http.RequestServices.GetRequiredService<ReleaseInformation>()
            .ConfirmAsync(release, delivered, CancellationToken.None);
    }
}
