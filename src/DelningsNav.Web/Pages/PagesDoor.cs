using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using DelningsNav.Hub.Storage.Log;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages;

/// <summary>The people's door: everything the Razor Pages need, whichever area they belong to.</summary>
internal static class PagesDoor
{
    /// <summary>Adds pages, languages, request forgery protection, security headers and the pages for errors.</summary>
    /// <remarks>A <see cref="HostPages"/> registered by the caller, before or after, wins over the default, which adds nothing.</remarks>
    public static IServiceCollection AddPagesDoor(this IServiceCollection services)
    {
        services.TryAddSingleton(new HostPages());
        services.AddSingleton<IStartupFilter, PagesShell>();
        services.AddSingleton<ResourceManagerStringLocalizerFactory>();
        services.AddSingleton<IStringLocalizerFactory, TextsByLanguage>();
        services.AddLocalization();

        // Swedish letters as themselves; what could be markup is still encoded.
        services.AddWebEncoders(encoders => encoders.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(Language.Configure);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "delningsnav-skydd";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<ExceptionHandlerOptions>(errors =>
        {
            errors.ExceptionHandlingPath = ErrorPage.Address;
            errors.StatusCodeSelector = StatusOf;
        });
        services.AddScoped<PageRules>();
        services.AddScoped<PageRulesFilter>();
        services.AddSingleton<DraftFilter>();
        services.AddRazorPages(pages =>
            {
                foreach (var area in PageRulesFilter.Areas)
                {
                    pages.Conventions.AddFolderApplicationModelConvention(
                        area, page => page.Filters.Add(new ServiceFilterAttribute<PageRulesFilter>()));
                }

                pages.Conventions.AddFolderApplicationModelConvention("/", page =>
                {
                    if (typeof(FormPage).IsAssignableFrom(page.HandlerType))
                    {
                        page.Filters.Add(new ServiceFilterAttribute<DraftFilter>());
                    }
                });
            })
            .AddViewLocalization(LanguageViewLocationExpanderFormat.Suffix)
            .AddDataAnnotationsLocalization(annotations =>
                annotations.DataAnnotationLocalizerProvider = (model, texts) => texts.Create(AreaTexts.Of(model)));
        services.AddOptions<Microsoft.AspNetCore.Mvc.MvcOptions>()
            .Configure<IStringLocalizer<SharedTexts>>((mvc, texts) => FieldMessages.Translate(mvc, texts));
        return services;
    }

    /// <summary>Maps every page, each closed to those who have not signed in unless the page itself says otherwise.</summary>
    public static void MapPagesDoor(this WebApplication app)
    {
        app.MapLanguages();
        app.MapRazorPages().RequireAuthorization();
    }

    // What the hub stands on did not answer: the reader may try again later. Everything else is our fault.
    private static int StatusOf(Exception error) =>
        error is LogUnavailableException or DbException or IOException or TimeoutException
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status500InternalServerError;
}
