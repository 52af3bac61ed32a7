using System.Security.Claims;
using DelningsNav.Web.Languages;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages;

/// <summary>The claims about the signed-in person that the pages read. Each way to sign in sets them.</summary>
public static class PagesUser
{
    /// <summary>The person's name as shown.</summary>
    public const string NameClaim = "name";

    /// <summary>
    /// The person's role, as a key among <see cref="SharedTexts"/>: a professional title, guardian or pupil. The claim has a key instead of
    /// a word, because a word would be in the language that was used at sign-in.
    /// </summary>
    public const string RoleClaim = "role";

    /// <summary>The display name of the authority or unit that the person acts for; families have none.</summary>
    public const string AuthorityClaim = "authority";

    /// <summary>An area that the person may enter, one claim for each: the values of <see cref="PageArea.Claim"/>.</summary>
    public const string AreaClaim = "area";

    /// <summary>The areas that this person may enter, in the order of the navigation.</summary>
    public static IEnumerable<PageArea> Areas(this ClaimsPrincipal user) =>
        PageArea.All.Where(area => user.HasClaim(AreaClaim, area.Claim));

    /// <summary>Role and authority as one line, or null when the person has neither.</summary>
    public static string? ActsAs(this ClaimsPrincipal user, IStringLocalizer<SharedTexts> texts)
    {
        var role = user.FindFirstValue(RoleClaim);
        var parts = new[] { string.IsNullOrEmpty(role) ? role : texts[role], user.FindFirstValue(AuthorityClaim) }
            .Where(part => !string.IsNullOrEmpty(part));
        return string.Join(", ", parts) is { Length: > 0 } line ? line : null;
    }
}

/// <summary>One part of the pages, for one kind of reader.</summary>
/// <param name="Claim">The value of the area in the <c>area</c> claim.</param>
/// <param name="Address">The address of the area's first page.</param>
/// <param name="TextKey">The key of the area's name among <see cref="Languages.SharedTexts"/>.</param>
public sealed record PageArea(string Claim, string Address, string TextKey)
{
    /// <summary>Every area, in the order of the navigation.</summary>
    public static readonly IReadOnlyList<PageArea> All =
    [
        new("minsida", "/min-sida", "AreaMinSida"),
        new("arbetsyta", "/arbetsyta", "AreaArbetsyta"),
        new("registratur", "/registratur", "AreaRegistratur"),
        new("administration", "/administration", "AreaAdministration"),
    ];
}
