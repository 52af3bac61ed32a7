using System.Security.Claims;
using System.Text.Encodings.Web;
using DelningsNav.Hub.Sessions;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Pages.Forms;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DelningsNav.Web.SignIn;

/// <summary>
/// Signs people in and out with sessions in the database (ADR 0034). The cookie is the session's secret, and nothing else: what the pages
/// know of the person is in the database, so that an ended session opens nothing.
/// </summary>
/// <remarks>
/// Every sign-in gives the browser a new secret. If the database does not answer, nobody is signed in, and a page that requires a sign-in
/// answers with 503.
/// </remarks>
internal sealed partial class SessionScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, PersonSessions sessions,
    SessionTrail trail, HubCookies cookies)
    : SignInAuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Clear = "\"cache\", \"storage\"";

    private SessionFound.Lapsed? _lapsed;
    private bool _isStorageDown;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Secret is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            var found = await sessions.FindAsync(secret, Context.RequestAborted);
            _lapsed = found as SessionFound.Lapsed;
            if (found is not SessionFound.Open open)
            {
                return AuthenticateResult.NoResult();
            }

            Context.Features.Set(new CurrentSession(open.Id, open.EndsAt, open.LongestEndsAt));
            return AuthenticateResult.Success(TicketOf(open));
        }
        catch (Exception cause) when (StorageFault.IsBehind(cause))
        {
            // The pages that need no sign-in, among them the page that says so, are still answered.
            StorageIsDown(Logger, cause);
            _isStorageDown = true;
            return AuthenticateResult.Fail("the sessions cannot be read");
        }
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_isStorageDown)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var draft = _lapsed is null ? null : await LapsedSession.SaveAsync(Context, TicketOf(_lapsed).Principal, _lapsed.Owner);
        var back = Request.PathBase + (draft ?? OriginalPath + Request.QueryString);
        Response.Redirect($"{Request.PathBase}{SignInSetup.Address}?{SignInSetup.ReturnKey}={Uri.EscapeDataString(back)}");
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        // The refusal is shown at the address that was asked for, because the page for refusals has no address of its own.
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        var owner = user.SignedIn() ?? throw new InvalidOperationException("a sign-in must name a member of staff, a guardian or a pupil");
        var content = TicketSerializer.Default.Serialize(new AuthenticationTicket(user, properties, Scheme.Name));
        var signIn = new NewSession(
            owner,
            Convert.ToBase64String(content),
            user.Identity?.AuthenticationType ?? "",
            BrowserName.Of(Request.Headers.UserAgent.ToString()));
        if (!await trail.SignedInAsync(owner, signIn.Way, Context.RequestAborted))
        {
            NotLogged(Logger);
        }

        Response.Cookies.Append(cookies.Session, await sessions.BeginAsync(signIn, Secret, Context.RequestAborted), cookies.Options());
    }

    /// <inheritdoc/>
    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        if (Secret is { } secret)
        {
            await sessions.EndAsync(secret, Context.RequestAborted);
            if (Context.User.SignedIn() is { } person)
            {
                await SignedOutAsync(person);
            }
        }

        Response.Cookies.Delete(cookies.Session, cookies.Options());
        Response.Cookies.Delete(cookies.FormToken, cookies.Options());

        // Not "cookies": that would also clear those of every other service under the same registered domain.
        Response.Headers["Clear-Site-Data"] = Clear;
    }

    // The session has ended, so the person is told so, also when the log cannot say it.
    private async Task SignedOutAsync(Hub.Parties.Caller person)
    {
        try
        {
            if (!await trail.SignedOutAsync(person, Context.User.Identity?.AuthenticationType ?? "", Context.RequestAborted))
            {
                NotLogged(Logger);
            }
        }
        catch (LogUnavailableException)
        {
            NotLogged(Logger);
        }
    }

    private string? Secret => Request.Cookies[cookies.Session] is { Length: > 0 } secret ? secret : null;

    private static AuthenticationTicket TicketOf(SessionFound found) =>
        TicketSerializer.Default.Deserialize(Convert.FromBase64String(found.Content))
        ?? throw new InvalidOperationException("a session was stored by another version of the framework");

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "A sign-in or a sign-out is not in the audit log, which cannot be written")]
    private static partial void NotLogged(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sessions cannot be read; nobody is signed in until the database answers")]
    private static partial void StorageIsDown(ILogger logger, Exception cause);
}
