using DelningsNav.Demo.SignIn;
using DelningsNav.Web.Pages;

namespace DelningsNav.Demo;

/// <summary>What the demo adds to the hub: the choosing of a person at sign-in, the style guide, and a banner that says that everything is made up.</summary>
/// <remarks>
/// The demo's own page at <c>/logga-in</c> replaces the hub's: of two Razor pages at one path, the one of the program that was started is served, and
/// <c>DemoPagesTests</c> holds that.
/// </remarks>
internal static class DemoHost
{
    /// <summary>Adds it, before the hub is composed.</summary>
    public static void AddDemo(this WebApplicationBuilder builder, DemoSetup demo)
    {
        // The keys of cookies lie unencrypted in the demo's folder, which would be said as a warning at each start.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSingleton(new DemoSignIn(demo));
        builder.Services.AddSingleton(new HostPages
        {
            Banner = "_DemoBanner",
            StyleSheet = "~/demo.css",
            InTwoLanguages = ["/stilguide"],
        });
    }
}
