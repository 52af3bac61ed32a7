using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace DelningsNav.Web.Pages.Registratur;

/// <summary>A file that is written while it is sent, so that memory does not grow with it.</summary>
internal sealed class StreamedFile(string contentType, string name, Func<Stream, CancellationToken, Task> write) : ActionResult
{
    /// <inheritdoc />
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        await write(response.Body, context.HttpContext.RequestAborted);
    }
}
