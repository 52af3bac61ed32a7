using System.Globalization;
using System.Text.Json;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Releases;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Signing;
using DelningsNav.Web.Api.Wire;

namespace DelningsNav.Web.Api.Releases;

/// <summary>
/// Steps 6 and 7 of <see cref="ReleaseInformation"/>. It writes the released records, and confirms the delivery once the last byte is
/// written.
/// </summary>
/// <remarks>If the caller disconnects before the last byte, the log says that the records were not delivered.</remarks>
internal sealed partial class HandOver : IResult
{
    private readonly Func<HttpContext, Task> _write;
    private readonly IReadOnlyList<RecordAnswer.Released> _released;

    private HandOver(Func<HttpContext, Task> write, IReadOnlyList<RecordAnswer.Released> released)
    {
        _write = write;
        _released = released;
    }

    /// <summary>Records inside a JSON answer.</summary>
    public static HandOver Json(int status, ReleaseAnswer answer, IReadOnlyList<RecordAnswer.Released> released) => new(
        http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            http.Response.Headers.CacheControl = "no-store";
            return JsonSerializer.SerializeAsync(http.Response.BodyWriter, answer, WireJson.Strict.ReleaseAnswer, http.RequestAborted);
        },
        released);

    /// <summary>One document, sent as its own bytes instead of inside JSON.</summary>
    public static HandOver Document(RecordAnswer.Released released) => new(
        async http =>
        {
            var (response, document) = (http.Response, released.Document!);
            response.ContentType = MediaTypes.Header(document.MediaType);
            response.ContentLength = document.Content.Length;
            response.Headers.CacheControl = "no-store";
            var name = string.Create(
                CultureInfo.InvariantCulture, $"{released.RecordType}-{released.Receipt.Index}{MediaTypes.Ending(document.MediaType)}");

            // The title may name a child, and a file name remains in the folder of downloads.
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            response.Headers[ContentDigest.FieldName] = ContentDigest.Sha256(document.Content.Span);
            response.Headers["Log-Index"] = released.Receipt.Index.ToString(CultureInfo.InvariantCulture);
            response.Headers["Obligations"] = string.Join(", ", released.Release.Obligations);
            await response.BodyWriter.WriteAsync(document.Content, http.RequestAborted);
        },
        [released]);

    /// <summary>
    /// The answer for a permitted document that is unavailable. The problem gives the reason, and the log says that the document was not
    /// delivered.
    /// </summary>
    public static HandOver Nothing(RecordAnswer.Released failed) => new(
        http => Problems.DocumentUnavailable.Say()
            .With(body => body with { Failure = failed.Failure, LogIndex = failed.Receipt.Index })
            .ExecuteAsync(http),
        [failed]);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var written = false;
        try
        {
            // Step 6: Deliver.
            await _write(httpContext);
            await httpContext.Response.CompleteAsync();
            written = !httpContext.RequestAborted.IsCancellationRequested;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The caller disconnected. The confirmation in step 7 records that.
        }
        finally
        {
            // Step 7: Confirm.
            await ConfirmAsync(httpContext.RequestServices, written);
        }
    }

    private async Task ConfirmAsync(IServiceProvider services, bool written)
    {
        var release = services.GetRequiredService<ReleaseInformation>();
        try
        {
            await Task.WhenAll(
                _released.Select(r => release.ConfirmAsync(r.Release, written && r.Document is not null, CancellationToken.None)));
        }
        catch (LogUnavailableException cause)
        {
            // The decision is durable and the answer is sent; an unconfirmed release counts as a release.
            NotConfirmed(services.GetRequiredService<ILogger<HandOver>>(), cause, _released[0].Release.Id);
        }
    }

    [LoggerMessage(
        1, LogLevel.Error,
        "The audit log cannot be written, so the delivery of release {Release} is not confirmed; it counts as released. Check the disk")]
    private static partial void NotConfirmed(ILogger log, Exception cause, DecisionId release);
}
