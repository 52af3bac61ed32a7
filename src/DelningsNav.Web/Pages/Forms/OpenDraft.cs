using DelningsNav.Hub.Drafts;
using DelningsNav.Hub.Parties;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Web.Pages.Forms;

/// <summary>The draft that a request's address names, as a feature of the request.</summary>
/// <param name="Id">The id of the draft.</param>
/// <param name="Fields">What was typed.</param>
internal sealed record OpenDraft(DraftId Id, IReadOnlyDictionary<string, string[]> Fields)
{
    /// <summary>The name that the draft's id has in an address.</summary>
    public const string Key = "utkast";

    /// <summary>The part of the check page's address that follows the draft's id.</summary>
    public const string CheckStep = "&steg=kontroll";

    /// <summary>The form that a request is about: its address without the query.</summary>
    public static string PageOf(HttpRequest request) => request.Path.ToString().ToLowerInvariant();

    /// <summary>The address of the form with a draft.</summary>
    public static string AddressOf(HttpRequest request, DraftId id) => $"{request.Path}?{Key}={id}";

    /// <summary>
    /// The owner of the draft: the signed-in person. Only valid on pages that require a policy of <see cref="SignInSetup"/>.
    /// </summary>
    public static Caller OwnerOf(HttpContext http) => http.User.SignedIn() ?? throw new InvalidOperationException("nobody is signed in");
}
