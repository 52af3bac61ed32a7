using DelningsNav.Demo.City;
using DelningsNav.Demo.SignIn;
using DelningsNav.Web.Pages;

namespace DelningsNav.Demo;

/// <summary>
/// What the demo adds to the hub: the choice of a person at sign-in, the style guide, and a banner with the text that everything is
/// invented.
/// </summary>
/// <remarks>
/// The demo's own page at <c>/logga-in</c> replaces the hub's page. When two Razor pages have one path, the page of the program that was
/// started is served. <c>DemoPagesTests</c> checks this.
/// </remarks>
internal static class DemoHost
{
    /// <summary>Adds the demo before the hub is composed.</summary>
    public static void AddDemo(this WebApplicationBuilder builder, DemoSetup demo)
    {
        builder.Services.AddSingleton(new DemoSignIn(demo));
        builder.Services.AddHostedService<DemoRegister>();
        builder.Services.AddSingleton(new HostPages
        {
            Banner = "_DemoBanner",
            StyleSheet = "~/demo.css",
            InTwoLanguages = ["/stilguide"],
        });
    }
}
