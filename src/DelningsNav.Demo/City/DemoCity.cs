using System.Text.Json;
using DelningsNav.Demo.SignIn;
using DelningsNav.Hub;
using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Oversight;

namespace DelningsNav.Demo.City;

/// <summary>Builds the demo city (Exempelstaden) at its first start and lists the people that a visitor can sign in as.</summary>
internal static class DemoCity
{
    /// <summary>Builds the city unless it exists, and reports each step. It prints the city's people once the hub can be called.</summary>
    public static async Task UseDemoCityAsync(
        this WebApplication app, DemoSetup demo, string policyFolder, TextWriter steps, CancellationToken ct)
    {
        var persons = demo.IsBuilt
            ? JsonSerializer.Deserialize<DemoPersons>(await File.ReadAllTextAsync(demo.MarkerFile, ct))!
            : await BuildAsync(app, demo, policyFolder, steps, ct);
        app.Services.GetRequiredService<DemoSignIn>().Open(persons);
        app.Lifetime.ApplicationStarted.Register(() => Print(app, demo, persons));
    }

    private static async Task<DemoPersons> BuildAsync(
        WebApplication app, DemoSetup demo, string policyFolder, TextWriter steps, CancellationToken ct)
    {
        await steps.WriteLineAsync("Bygger Exempelstaden, en gång för varje mapp. Det tar några sekunder.");
        var persons = await DemoHistory.TellAsync(app.Services, demo, steps, ct);
        demo.Clock.Offset = TimeSpan.Zero;
        await steps.WriteLineAsync("  En ny regeluppsättning att ta emot");
        await DemoCandidate.WriteAsync(
            app.Services.GetRequiredService<HubStart>(), policyFolder, demo.Folder, SwedishTime.DayOf(demo.Clock.GetUtcNow()), ct);
        await File.WriteAllTextAsync(demo.MarkerFile, JsonSerializer.Serialize(persons), ct);
        return persons;
    }

    private static void Print(WebApplication app, DemoSetup demo, DemoPersons persons)
    {
        var address = app.Urls.First();
        Console.WriteLine();
        Console.WriteLine($"DelningsNav visar Exempelstaden på {string.Join(" ", app.Urls)}");
        Console.WriteLine("Välj vem du vill vara på startsidan. Alla personer är påhittade.");
        foreach (var person in persons.All)
        {
            Console.WriteLine($"  {person.Name,-24} {person.Swedish}");
        }

        Console.WriteLine();
        Console.WriteLine("Signerade anrop, som skolans system respektive socialtjänstens:");
        Print(address, demo, DemoClients.SchoolKeyFile);
        Print(address, demo, DemoClients.SocialKeyFile);
        Console.WriteLine("Frånvaro från skolans system (SS12000):");
        Console.WriteLine(
            $"  {CommandLine()} import ss12000 {persons.ImportOptions} --hub {address} --key "
            + $"{Path.Combine(demo.Folder, DemoClients.SchoolKeyFile)}");
        Console.WriteLine("En ny regeluppsättning för systemägaren att ta emot i Administration:");
        Console.WriteLine($"  {Path.Combine(demo.Folder, DemoCandidate.FileName)}");
        Console.WriteLine("Kontrollera en export av loggen (registratorn hämtar den på sidan Kontrollera loggen):");
        Console.WriteLine($"  {CommandLine()} log verify <filen> --key {LogKeyFile(app, demo)}");
        Console.WriteLine();
    }

    // The file with the trusted key for checking the log. In a real city, the archive has had this key from the start, and did not get
    // it from the hub.
    private static string LogKeyFile(WebApplication app, DemoSetup demo)
    {
        var file = Path.Combine(demo.Folder, "log-key.txt");
        File.WriteAllText(file, app.Services.GetRequiredService<LogProofs>().VerifierKey + "\n");
        return file;
    }

    // ./run builds the command-line program next to this program. An installed command-line program is called by its name.
    private static string CommandLine()
    {
        var program = new DirectoryInfo(AppContext.BaseDirectory);
        var beside = Path.Combine(program.Parent?.Parent?.FullName ?? "", "DelningsNav.Cli", program.Name, "delningsnav");
        return File.Exists(beside) ? Path.GetRelativePath(Environment.CurrentDirectory, beside) : "delningsnav";
    }

    private static void Print(string address, DemoSetup demo, string keyFile) =>
        Console.WriteLine($"  {CommandLine()} call GET {address}/api/v1/record-types --key {Path.Combine(demo.Folder, keyFile)}");
}
