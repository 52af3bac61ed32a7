using DelningsNav.Cli;

#pragma warning disable RS0030 // The system clock enters here, at the start of the program, and nowhere else.
return await DelningsNavCommand.RunAsync(args, Surroundings.OfProcess(TimeProvider.System));
