using DelningsNav.Hub.Storage.Keys;

namespace DelningsNav.Web.Pages;

/// <summary>
/// Reads a page again when a sealed value of a person did not open. There is an alarm about the person from then on, so that the page shows
/// the rest of a list, and answers for the person as for every person whose rows were changed outside the hub (ADR 0038).
/// </summary>
/// <remarks>
/// A form is not sent again: its sender gets the page that says to try again later. Neither is a page that has begun to be answered.
/// </remarks>
internal sealed class ReadAgain(RequestDelegate next)
{
    /// <summary>Answers the request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (UnopenedValueException) when (HttpMethods.IsGet(http.Request.Method) && !http.Response.HasStarted)
        {
            // Routing begins anew, as in the framework's own handler of exceptions.
            http.SetEndpoint(null);
            http.Request.RouteValues.Clear();
            http.Response.StatusCode = StatusCodes.Status200OK;
            await next(http);
        }
    }
}
