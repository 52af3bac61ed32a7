using DelningsNav.Demo;
using DelningsNav.Demo.City;
using DelningsNav.Hub;
using DelningsNav.Web;

var builder = WebApplication.CreateBuilder(args);
#pragma warning disable RS0030 // This entry point is the only place that uses the system clock by its name.
var start = DemoStart.Read(builder, TimeProvider.System);
#pragma warning restore RS0030
if (start is DemoStart.Refused refused)
{
    Console.Error.WriteLine(refused.Why);
    return 1;
}

var ready = (DemoStart.Ready)start;
if (await HubStart.TryOpenAsync(ready.Hub.Settings, ready.Hub.Clock, Console.Error, CancellationToken.None) is not { } opened)
{
    return 1;
}

await using var hub = opened;
builder.AddDemo(ready.Demo);
await using var app = HubApp.Compose(builder, ready.Hub, hub);
await app.UseDemoCityAsync(ready.Demo, ready.Hub.Settings.PolicyFolder, Console.Out, CancellationToken.None);
await app.RunAsync();
return 0;
