using System.Security.Claims;
using DelningsNav.Hub.Drafts;
using DelningsNav.Hub.Parties;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>
/// Saves a form that is sent after the session has ended, so that the person returns to it after signing in again (ADR 0032).
/// </summary>
/// <remarks>
/// The cookie of the ended session still says who typed. It is used only for this purpose, and for at most a day after the session
/// expired. A session that somebody has ended says nothing any more.
/// The draft belongs to that person, and only that person can open it, after signing in again. The form must have its antiforgery token,
/// like any other form, so that no other site can leave a draft here.
/// </remarks>
internal static class LapsedSession
{
    /// <summary>
    /// Saves the form that was sent, and returns the address of its draft. The result is null when there is nothing to save.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="person">The person of the ended session.</param>
    /// <param name="owner">The same person as a caller.</param>
    public static async Task<string?> SaveAsync(HttpContext http, ClaimsPrincipal person, Caller owner)
    {
        var page = http.GetEndpoint()?.Metadata.GetMetadata<CompiledPageActionDescriptor>()?.HandlerTypeInfo;
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType || !typeof(FormPage).IsAssignableFrom(page))
        {
            return null;
        }

        var anybody = http.User;
        http.User = person;
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
