using DelningsNav.Hub;
using DelningsNav.Web;
using DelningsNav.Web.Demo;

// A switch without a value, which the configuration's own reading of the command line does not know.
var demoAsked = args.Contains("--demo");
var builder = WebApplication.CreateBuilder([.. args.Where(a => a != "--demo")]);
var setup = HubSetup.Read(builder, demoAsked);
if (setup is HubSetup.Refused refused)
{
    Console.Error.WriteLine(refused.Why);
    return 1;
}

var ready = (HubSetup.Ready)setup;
await using var hub = await HubStart.OpenAsync(ready.Settings, ready.Clock, CancellationToken.None);
await using var app = HubApp.Compose(builder, ready, hub);
if (ready.Demo is { } demo)
{
    await app.UseDemoCityAsync(demo, ready.Settings.PolicyFolder, CancellationToken.None);
}

await app.RunAsync();
return 0;
