using DelningsNav.Hub.Drafts;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>
/// Saves a form that is sent after the session has ended, so that the person returns to it after signing in again (ADR 0032).
/// </summary>
/// <remarks>
/// The cookie of the ended session still says who typed. It is used only for this purpose, and for at most a day after the session ended.
/// The draft belongs to that person, and only that person can open it, after signing in again. The form must have its antiforgery token,
/// like any other form, so that no other site can leave a draft here.
/// </remarks>
internal static class LapsedSession
{
    /// <summary>Redirects to the sign-in, and from there to the draft or to the page that the reader asked for.</summary>
    public static async Task RedirectAsync(RedirectContext<CookieAuthenticationOptions> refused)
    {
        var options = refused.Options;
        var way = refused.RedirectUri;
        if (await SaveAsync(refused.HttpContext, options) is { } draft)
        {
            var back = Uri.EscapeDataString(refused.Request.PathBase + draft);
            way = $"{refused.Request.PathBase}{options.LoginPath}?{options.ReturnUrlParameter}={back}";
        }

        refused.Response.Redirect(way);
    }

    private static async Task<string?> SaveAsync(HttpContext http, CookieAuthenticationOptions options)
    {
        var page = http.GetEndpoint()?.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerTypeInfo;
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType || !typeof(FormPage).IsAssignableFrom(page))
        {
            return null;
        }

        var ticket = options.TicketDataFormat.Unprotect(options.CookieManager.GetRequestCookie(http, options.Cookie.Name!));
        if (ticket?.Properties.ExpiresUtc is not { } ended || options.TimeProvider!.GetUtcNow() >= ended + FormDrafts.SavedFor
            || ticket.Principal.SignedIn() is not { } owner)
        {
            return null;
        }

        var anybody = http.User;
        http.User = ticket.Principal;
        var isOurs = await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        http.User = anybody;
        var typed = isOurs ? TypedFields.Of(page!, await http.Request.ReadFormAsync(http.RequestAborted)) : [];
        if (typed.Count == 0 || !TypedFields.CanBeSaved(typed))
        {
            return null;
        }

        DraftId? earlier = Guid.TryParse(http.Request.Query[OpenDraft.Key], out var id) ? new DraftId(id) : null;
        var draft = await http.RequestServices.GetRequiredService<FormDrafts>()
            .SaveAsync(earlier, OpenDraft.PageOf(http.Request), typed, owner, http.RequestAborted);
        return OpenDraft.AddressOf(http.Request, draft);
    }
}
