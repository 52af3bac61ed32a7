using DelningsNav.Hub;
using DelningsNav.Web.Api;
using DelningsNav.Web.Api.Signed;
using DelningsNav.Web.Limits;
using DelningsNav.Web.Mail;
using DelningsNav.Web.Notices;
using DelningsNav.Web.Pages;
using DelningsNav.Web.Pages.Regel;
using DelningsNav.Web.SignIn;

namespace DelningsNav.Web;

/// <summary>
/// The whole application over an opened hub, for the executable, the tests, the benchmarks and the other programs that run a hub.
/// </summary>
/// <remarks>
/// A program that adds a way to sign in, pages, or a <see cref="HostPages"/> registers them with the builder first. The program's own Razor
/// pages are found because it is the program that was started. A page of the program replaces the hub's page at the same path.
/// </remarks>
public static class HubApp
{
    /// <summary>Composes the application. It does not listen for requests yet.</summary>
    public static WebApplication Compose(WebApplicationBuilder builder, HubSetup.Ready setup, HubStart hub)
    {
        // Log only what needs attention, not every request. ASP.NET would also log each address: the hub's addresses contain ids only,
        // but a stranger may put an identity number into one.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // The keys are sealed where they are stored, and not by the framework, which would warn of it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
        PublicAddress.Add(builder.Services, setup.PublicOrigin, setup.Proxies);
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
        builder.Services.AddRateLimiter(_ => { });

        var app = builder.Build();
        app.UseMiddleware<EvenRefusals>(setup.Limits);
        app.UseApiProblems();
        app.UseMiddleware<FenceGate>();
        app.UseLimitOfAddress(setup.Limits);
        app.UseAuthentication();
        app.UseMiddleware<RefusedOpenings>();
        app.UseMiddleware<UnreadForms>();
        app.UseAuthorization();
        app.UseDeclaredCalls();
        app.UseLimitOfCaller(setup.Limits);

        // The two entrances. Both lead to the same use cases in DelningsNav.Hub.
        app.MapApiDoor();
        app.MapPagesDoor();
        return app;
    }
}
