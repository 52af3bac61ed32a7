using DelningsNav.Hub;
using DelningsNav.Web;

var builder = WebApplication.CreateBuilder(args);
#pragma warning disable RS0030 // An entry point: here the system clock is named, once.
var setup = HubSetup.Read(builder.Configuration, TimeProvider.System);
#pragma warning restore RS0030
if (setup is HubSetup.Refused refused)
{
    Console.Error.WriteLine(refused.Why);
    return 1;
}

var ready = (HubSetup.Ready)setup;
await using var hub = await HubStart.OpenAsync(ready.Settings, ready.Clock, CancellationToken.None);
await using var app = HubApp.Compose(builder, ready, hub);
await app.RunAsync();
return 0;
