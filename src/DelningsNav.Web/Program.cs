using DelningsNav.Hub;
using DelningsNav.Web;
using DelningsNav.Web.Api;
using DelningsNav.Web.Demo;
using DelningsNav.Web.Pages;
using DelningsNav.Web.SignIn;

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
builder.Logging.AddFilter("Microsoft.AspNetCore", ready.Demo is null ? LogLevel.Warning : LogLevel.Error);
builder.Services.AddSingleton(new PagesMode(ready.Demo is not null));
builder.Services.AddHub(hub, ready.Ids);
builder.Services.AddSignIn(ready);
builder.Services.AddPagesDoor();
builder.Services.AddApiDoor(ready);

await using var app = builder.Build();
if (ready.Demo is { } demo)
{
    await app.UseDemoCityAsync(demo, CancellationToken.None);
}

app.UseAuthentication();
app.UseAuthorization();

// The two doors. Both lead to the same use cases in DelningsNav.Hub.
app.MapApiDoor();
app.MapPagesDoor();
await app.RunAsync();
return 0;
