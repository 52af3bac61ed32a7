using DelningsNav.Hub;
using DelningsNav.Web;
using DelningsNav.Web.Keys;

var builder = WebApplication.CreateBuilder(args);
#pragma warning disable RS0030 // This entry point is the one place that names the system clock.
var clock = TimeProvider.System;
#pragma warning restore RS0030
if (SchemaOnly.IsWanted(builder.Configuration))
{
    return await SchemaOnly.RunAsync(builder.Configuration, clock, Console.Out, Console.Error, CancellationToken.None);
}

if (KeysCommand.IsMeant(args) && KeysCommand.AsksForHelp(args[1..]))
{
    return await KeysCommand.ShowHelpAsync(args[1..], Console.Out);
}

var setup = HubSetup.Read(builder.Configuration, clock);
if (setup is HubSetup.Refused refused)
{
    Console.Error.WriteLine(refused.Why);
    return 1;
}

var ready = (HubSetup.Ready)setup;
if (KeysCommand.IsMeant(args))
{
    var keys = new KeysCommand(new MaintainKeys(ready.Settings, ready.Clock), ready.Clock, Console.Out, Console.Error);
    return await keys.RunAsync(args[1..], CancellationToken.None);
}

if (await HubStart.TryOpenAsync(ready.Settings, ready.Clock, Console.Error, CancellationToken.None) is not { } opened)
{
    return 1;
}

await using var hub = opened;
await using var app = HubApp.Compose(builder, ready, hub);
await app.RunAsync();
return 0;
