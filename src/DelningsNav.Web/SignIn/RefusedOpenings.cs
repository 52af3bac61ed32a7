using System.Text.Json;
using DelningsNav.Hub.Oversight;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Api;
using DelningsNav.Web.Api.Signed;

namespace DelningsNav.Web.SignIn;

/// <summary>
/// Logs each refusal of a page or a call to a member of staff before it is answered: what they may not open, and what does not exist
/// (ADR 0045). Families' refusals are not logged. What a system may not do, and asks for in nobody's name, is counted and has a technical
/// line.
/// </summary>
internal sealed class RefusedOpenings(RequestDelegate next, NoteRefusedOpening note, Attempts attempts, LogFence fence)
{
    private static readonly int[] Refusals = [StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound];

    // These answers have an entry of their own: a decision, or a look-up.
    private static readonly string[] LoggedAlready = [Problems.ReleaseRefused.Say().Body.Type, Problems.UnknownPerson.Say().Body.Type];

    /// <summary>Answers the request, and logs a refusal.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (ApiShell.IsForMachines(http))
        {
            // A call is answered with a body. The last moment before it is sent is where the status is known.
            http.Response.OnStarting(() => http.Features.Get<SignedCall>() is { } call ? NoteAsync(http, call) : Task.CompletedTask);
            await next(http);
            return;
        }

        await next(http);
        if (!http.Response.HasStarted && http.User.StaffOrNull() is { } member)
        {
            await NoteAsync(http, member);
        }
    }

    private async Task NoteAsync(HttpContext http, SignedCall call)
    {
        var problem = http.Features.Get<ApiProblem>()?.Body.Type ?? "";
        if (LoggedAlready.Contains(problem))
        {
            return;
        }

        var isLogged = StaffOf(http, call) is { } staff && await NoteAsync(http, call.By(staff));
        if (!isLogged && http.Response.StatusCode == StatusCodes.Status403Forbidden)
        {
            attempts.CallRefused(http, problem, http.Features.Get<ClaimedKey>()?.KeyId);
        }
    }

    // An address that no page has names nothing that could be opened.
    private async Task<bool> NoteAsync(HttpContext http, Caller caller)
    {
        if (!Refusals.Contains(http.Response.StatusCode) || http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return false;
        }

        var asked = http.Request.RouteValues
            .Where(value => endpoint.RoutePattern.Parameters.Any(p => p.Name == value.Key))
            .Select(value => Guid.TryParse(value.Value as string, out var id) ? id : (Guid?)null)
            .OfType<Guid>().ToList();
        var place = $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}";
        if (fence.IsClosed)
        {
            // Nothing can be logged before the restore is confirmed.
            attempts.FencedOpeningRefused(place);
        }

        return await note.HandleAsync(place, asked, caller, CancellationToken.None);
    }

    private static Guid? StaffOf(HttpContext http, SignedCall call)
    {
        if (Guid.TryParse(http.Request.Query["staff"], out var staff))
        {
            return staff;
        }

        try
        {
            if (call.Body.IsEmpty)
            {
                return null;
            }

            using var body = JsonDocument.Parse(call.Body);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("staff", out var named)
                && named.ValueKind == JsonValueKind.String
                && named.TryGetGuid(out var id)
                    ? id
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
