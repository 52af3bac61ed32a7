using System.Globalization;
using System.Resources;
using DelningsNav.Policies.Consents;
using DelningsNav.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace DelningsNav.Web.Languages;

/// <summary>The languages the pages speak, and how the reader's choice is kept.</summary>
/// <remarks>Families are spoken to in every language of the consent texts. The pages for staff, and those about the rules, are in Swedish and English.</remarks>
public static class Language
{
    /// <summary>The cookie that holds the choice. It holds nothing else and is needed for nothing else.</summary>
    public const string Cookie = "delningsnav-sprak";

    private static readonly PathString[] ForStaff = ["/administration", "/arbetsyta", "/registratur", "/regler"];
    private static readonly string[] OfStaff = [ConsentLanguages.Swedish, ConsentLanguages.English];
    private static readonly ResourceManager Texts = new(typeof(SharedTexts));
    private static readonly ResourceManager EasyTexts = new(typeof(SharedTexts).FullName + TextsByLanguage.Easy, typeof(SharedTexts).Assembly);

    /// <summary>The tag of the language that this request is answered in.</summary>
    public static string Tag => ConsentLanguages.All.FirstOrDefault(tag => Is(ConsentLanguages.CultureOf(tag))) ?? ConsentLanguages.Swedish;

    /// <summary>The direction that it is written in, as the attribute <c>dir</c> says it.</summary>
    public static string Direction => DirectionOf(Tag);

    /// <summary>Whether this request is answered in English.</summary>
    public static bool IsEnglish => Tag == ConsentLanguages.English;

    /// <summary>Whether what comes first stands to the right.</summary>
    public static bool IsRightToLeft => ConsentLanguages.IsRightToLeft(Tag);

    /// <summary>The direction that a language is written in.</summary>
    public static string DirectionOf(string tag) => ConsentLanguages.IsRightToLeft(tag) ? "rtl" : "ltr";

    /// <summary>What a language calls itself.</summary>
    public static string NameOf(string tag) =>
        (tag == ConsentLanguages.EasySwedish ? EasyTexts : Texts).GetString("LanguageName", ConsentLanguages.CultureOf(tag)) ?? tag;

    /// <summary>The languages that an address is offered in.</summary>
    public static IReadOnlyList<string> OfferedAt(PathString path, HostPages host) => IsInTwoLanguages(path, host) ? OfStaff : ConsentLanguages.All;

    /// <summary>Swedish unless the cookie says otherwise; what the browser prefers is not asked.</summary>
    public static void Configure(RequestLocalizationOptions options)
    {
        CultureInfo[] cultures = [.. ConsentLanguages.All.Select(ConsentLanguages.CultureOf)];
        options.DefaultRequestCulture = new RequestCulture(ConsentLanguages.CultureOf(ConsentLanguages.Swedish));
        options.SupportedCultures = cultures;
        options.SupportedUICultures = cultures;
        options.RequestCultureProviders = [new ReadersChoice { CookieName = Cookie }];
    }

    /// <summary>Lets the reader choose language by a link and come back to the page the link stood on.</summary>
    public static void MapLanguages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/sprak/{language}", Choose).AllowAnonymous().ExcludeFromDescription();

    private static Results<RedirectHttpResult, NotFound> Choose(string language, string? till, HttpContext context)
    {
        if (!ConsentLanguages.All.Contains(language))
        {
            return TypedResults.NotFound();
        }

        context.Response.Cookies.Append(
            Cookie,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(ConsentLanguages.CultureOf(language))),
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

    private static bool Is(CultureInfo culture) => string.Equals(culture.Name, CultureInfo.CurrentUICulture.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsInTwoLanguages(PathString path, HostPages host) => ForStaff.Concat(host.InTwoLanguages).Any(area => path.StartsWithSegments(area));

    // Only an address on this host: "//host" and "/\host" lead elsewhere in a browser.
    private static bool IsOwnAddress(string? address) =>
        address is ['/'] || (address is ['/', not '/' and not '\\', ..] && !address.Any(char.IsControl));

    /// <summary>The choice in the cookie. Where a page is not in that language, it is whole in Swedish rather than half in another.</summary>
    private sealed class ReadersChoice : CookieRequestCultureProvider
    {
        public override async Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
        {
            var chosen = await base.DetermineProviderCultureResult(httpContext);
            return IsInTwoLanguages(httpContext.Request.Path, httpContext.RequestServices.GetRequiredService<HostPages>()) && chosen?.UICultures is [var culture, ..]
                && !OfStaff.Any(tag => culture.Equals(ConsentLanguages.CultureOf(tag).Name, StringComparison.OrdinalIgnoreCase))
                    ? null
                    : chosen;
        }
    }
}
