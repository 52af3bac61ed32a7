using System.Globalization;
using System.Resources;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Pages;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace DelningsNav.Web.Languages;

/// <summary>The languages of the pages, and the cookie with the reader's choice.</summary>
/// <remarks>
/// Families are addressed in every language of the consent texts. The pages for staff and the pages about the
/// rules are in Swedish and English.
/// </remarks>
public static class Language
{
    /// <summary>
    /// The cookie with the choice, without the prefix of <see cref="HubCookies"/>. It contains nothing else and is used for nothing else.
    /// </summary>
    public const string Cookie = "delningsnav-sprak";

    private static readonly PathString[] ForStaff = ["/administration", "/arbetsyta", "/registratur", "/regler"];
    private static readonly string[] OfStaff = [ConsentLanguages.Swedish, ConsentLanguages.English];
    private static readonly ResourceManager Texts = new(typeof(SharedTexts));
    private static readonly ResourceManager EasyTexts = new(
        typeof(SharedTexts).FullName + TextsByLanguage.Easy, typeof(SharedTexts).Assembly);

    /// <summary>The tag of the language that this request is answered in.</summary>
    public static string Tag => ConsentLanguages.All.FirstOrDefault(tag => Is(ConsentLanguages.CultureOf(tag))) ?? ConsentLanguages.Swedish;

    /// <summary>The direction in which that language is written, as a value of the attribute <c>dir</c>.</summary>
    public static string Direction => DirectionOf(Tag);

    /// <summary>Whether this request is answered in English.</summary>
    public static bool IsEnglish => Tag == ConsentLanguages.English;

    /// <summary>Whether that language is written from right to left.</summary>
    public static bool IsRightToLeft => ConsentLanguages.IsRightToLeft(Tag);

    /// <summary>The direction in which a language is written.</summary>
    public static string DirectionOf(string tag) => ConsentLanguages.IsRightToLeft(tag) ? "rtl" : "ltr";

    /// <summary>A language's name in that language.</summary>
    public static string NameOf(string tag) =>
        (tag == ConsentLanguages.EasySwedish ? EasyTexts : Texts).GetString("LanguageName", ConsentLanguages.CultureOf(tag)) ?? tag;

    /// <summary>The languages in which an address is offered.</summary>
    public static IReadOnlyList<string> OfferedAt(PathString path, HostPages host) =>
        IsInTwoLanguages(path, host) ? OfStaff : ConsentLanguages.All;

    /// <summary>Sets Swedish unless the cookie names another language; the browser's preference is ignored.</summary>
    internal static void Configure(RequestLocalizationOptions options, HubCookies cookies)
    {
        CultureInfo[] cultures = [.. ConsentLanguages.All.Select(ConsentLanguages.CultureOf)];
        options.DefaultRequestCulture = new RequestCulture(ConsentLanguages.CultureOf(ConsentLanguages.Swedish));
        options.SupportedCultures = cultures;
        options.SupportedUICultures = cultures;
        options.RequestCultureProviders = [new ReadersChoice { CookieName = cookies.NameOf(Cookie) }];
    }

    /// <summary>Lets the reader choose a language by a link and return to the page that has the link.</summary>
    public static void MapLanguages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/sprak/{language}", Choose).AllowAnonymous().ExcludeFromDescription();

    private static Results<RedirectHttpResult, NotFound> Choose(string language, string? till, HttpContext context, HubCookies cookies)
    {
        if (!ConsentLanguages.All.Contains(language))
        {
            return TypedResults.NotFound();
        }

        context.Response.Cookies.Append(
            cookies.NameOf(Cookie),
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(ConsentLanguages.CultureOf(language))),
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = cookies.AreSecure,
            });
        return TypedResults.LocalRedirect(IsOwnAddress(till) ? till! : "/");
    }

    private static bool Is(CultureInfo culture) =>
        string.Equals(culture.Name, CultureInfo.CurrentUICulture.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsInTwoLanguages(PathString path, HostPages host) =>
        ForStaff.Concat(host.InTwoLanguages).Any(area => path.StartsWithSegments(area));

    // Whether the address is on this host. In a browser, "//host" and "/\host" lead to another host.
    private static bool IsOwnAddress(string? address) =>
        address is ['/'] || (address is ['/', not '/' and not '\\', ..] && !address.Any(char.IsControl));

    /// <summary>
    /// The choice in the cookie. A page that is not available in that language is entirely in Swedish, never half in each.
    /// </summary>
    private sealed class ReadersChoice : CookieRequestCultureProvider
    {
        public override async Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
        {
            var chosen = await base.DetermineProviderCultureResult(httpContext);
            return IsInTwoLanguages(httpContext.Request.Path, httpContext.RequestServices.GetRequiredService<HostPages>())
                && chosen?.UICultures is [var culture, ..]
                && !OfStaff.Any(tag => culture.Equals(ConsentLanguages.CultureOf(tag).Name, StringComparison.OrdinalIgnoreCase))
                    ? null
                    : chosen;
        }
    }
}
