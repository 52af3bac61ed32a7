using System.Text.Encodings.Web;
using System.Text.Unicode;
using DelningsNav.Web.Languages;
using DelningsNav.Web.Pages.Forms;
using DelningsNav.Web.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Localization;

namespace DelningsNav.Web.Pages;

/// <summary>The people's entrance: everything that the Razor Pages of every area need.</summary>
internal static class PagesDoor
{
    /// <summary>Adds pages, languages, request forgery protection, security headers and the pages for errors.</summary>
    /// <remarks>A <see cref="HostPages"/> that the caller registers, before or after, replaces the default, which adds nothing.</remarks>
    public static IServiceCollection AddPagesDoor(this IServiceCollection services)
    {
        services.TryAddSingleton(new HostPages());
        services.AddSingleton<IStartupFilter, PagesShell>();

        // The folder is next to the program, whatever folder the program is started from. The files are watched until the program ends.
        services.AddSingleton(_ => new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot")));
        services.AddSingleton<ResourceManagerStringLocalizerFactory>();
        services.AddSingleton<IStringLocalizerFactory, TextsByLanguage>();
        services.AddLocalization();

        // Swedish letters are written as they are; characters that could be markup are still encoded.
        services.AddWebEncoders(encoders => encoders.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddOptions<RequestLocalizationOptions>().Configure<HubCookies>(Language.Configure);
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<HubCookies>((antiforgery, cookies) =>
        {
            antiforgery.Cookie.Name = cookies.FormToken;
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = cookies.Policy;
            antiforgery.Cookie.Path = "/";
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
            .Configure<IStringLocalizer<SharedTexts>>((mvc, texts) =>
            {
                FieldMessages.Translate(mvc, texts);
                mvc.Filters.Add<PageMethods>(order: 0);
                mvc.Filters.Add<RefusedTokenFilter>();
                mvc.Filters.Add<ArrivalFilter>();
            });
        return services;
    }

    /// <summary>Maps every page. A page requires a signed-in reader unless the page itself says otherwise.</summary>
    public static void MapPagesDoor(this WebApplication app)
    {
        app.MapLanguages();
        app.MapRazorPages().RequireAuthorization();
    }

    /// <summary>
    /// The status of an error. Storage, or a server that the hub depends on, did not answer: the reader may try again later. Every other
    /// error is a fault in the hub, unless the request could not be read.
    /// </summary>
    internal static int StatusOf(Exception error) =>
        error is BadHttpRequestException bad ? bad.StatusCode
        : StorageFault.IsBadChunk(error) ? StatusCodes.Status400BadRequest
        : StorageFault.IsBehind(error) ? StatusCodes.Status503ServiceUnavailable
        : StatusCodes.Status500InternalServerError;
}
