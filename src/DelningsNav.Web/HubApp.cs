using DelningsNav.Hub;
using DelningsNav.Web.Api;
using DelningsNav.Web.Mail;
using DelningsNav.Web.Notices;
using DelningsNav.Web.Pages;
using DelningsNav.Web.Pages.Regel;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Web;

/// <summary>The whole application over an opened hub, for the executable, the tests and the benchmarks alike.</summary>
internal static class HubApp
{
    /// <summary>Composes it; nothing listens yet.</summary>
    public static WebApplication Compose(WebApplicationBuilder builder, HubSetup.Ready setup, HubStart hub)
    {
        // What needs a look, not every request. ASP.NET would also write each address to the log: ours hold ids only, but a stranger
        // may put an identity number into one.
        builder.Logging.AddFilter("Microsoft.AspNetCore", setup.Demo is null ? LogLevel.Warning : LogLevel.Error);
        builder.Services.AddSingleton(new PagesMode(setup.Demo is not null));
        builder.Services.AddHub(hub, setup.Ids);
        builder.Services.AddHostedService<NightWork>();
        builder.Services.AddHostedService<MinuteWork>();
        builder.Services.AddSingleton<SendNotices>();
        builder.Services.AddHostedService<NoticeSending>();
        builder.Services.AddMail(setup);
        builder.Services.AddSignIn(setup);
        builder.Services.AddPagesDoor();
        builder.Services.AddRulePages();
        builder.Services.AddApiDoor(setup);

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();

        // The two doors. Both lead to the same use cases in DelningsNav.Hub.
        app.MapApiDoor();
        app.MapPagesDoor();
        return app;
    }
}
