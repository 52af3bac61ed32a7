using DelningsNav.Cli;

#pragma warning disable RS0030 // This is where the program begins: the system clock enters here and nowhere else.
return await DelningsNavCommand.RunAsync(args, Surroundings.OfProcess(TimeProvider.System));
