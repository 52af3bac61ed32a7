using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace DelningsNav.Web.Languages;

/// <summary>The languages the pages speak, and how the reader's choice is kept.</summary>
internal static class Language
{
    /// <summary>The cookie that holds the choice. It holds nothing else and is needed for nothing else.</summary>
    public const string Cookie = "delningsnav-sprak";

    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Whether this request is answered in English.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>Swedish unless the cookie says otherwise; what the browser prefers is not asked.</summary>
    public static void Configure(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture(Swedish);
        options.SupportedCultures = [Swedish, English];
        options.SupportedUICultures = [Swedish, English];
        options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = Cookie }];
    }

    /// <summary>Lets the reader choose language by a link and come back to the page the link stood on.</summary>
    public static void MapLanguages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/sprak/{language:regex(^(sv|en)$)}", Choose).AllowAnonymous().ExcludeFromDescription();

    private static RedirectHttpResult Choose(string language, string? till, HttpContext context)
    {
        var culture = language == "en" ? English : Swedish;
        context.Response.Cookies.Append(
            Cookie,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            });
        return TypedResults.LocalRedirect(IsOwnAddress(till) ? till! : "/");
    }

    // Only an address on this host: "//host" and "/\host" lead elsewhere in a browser.
    private static bool IsOwnAddress(string? address) =>
        address is ['/'] || (address is ['/', not '/' and not '\\', ..] && !address.Any(char.IsControl));
}
