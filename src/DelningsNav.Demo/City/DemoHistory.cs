using DelningsNav.Hub.Foundation;
using DelningsNav.Hub.Parties;
using DelningsNav.Hub.Register;

namespace DelningsNav.Demo.City;

/// <summary>The history of the demo city, made by the hub's own use cases.</summary>
/// <remarks>
/// <code>
///   1. Parties    boards, schools, teams, staff and systems are registered, 82 days ago.
///   2. Families   are registered from the population register, 81 days ago.
///   3. Chapters   the events of each family happen, in the order of time, until now. The register is read again each day.
///   4. Files      files to import are written.
/// </code>
/// </remarks>
internal static class DemoHistory
{
    /// <summary>Makes the history and reports each step. It returns the people that a visitor can sign in as.</summary>
    /// <exception cref="InvalidOperationException">The rules no longer give the answers that the history expects.</exception>
    public static async Task<DemoPersons> TellAsync(IServiceProvider services, DemoSetup demo, TextWriter steps, CancellationToken ct)
    {
        var (keep, register) = (services.GetRequiredService<MaintainParties>(), services.GetRequiredService<MaintainRegister>());
        var story = new DemoStory(demo.Clock, steps);
        var families = new DemoFamilies(story.Today);

        // Steps 1 and 2: Parties, Families.
        DemoParties city = null!;
        DemoClients clients = null!;
        story.At(82, 8, 0, async () =>
        {
            city = await DemoParties.RegisterAsync(keep, new DemoAdoptions(services, SwedishTime.DayOf(demo.Clock.GetUtcNow())), ct);
            clients = await DemoClients.RegisterAsync(keep, city, demo.Folder, ct);

            await ClearAsync(services.GetRequiredService<ClearForProtected>(), city, ct);
        });
        story.At(81, 20, 0, () => ForEachAsync(families, f => f.RegisterAsync(register, ct)));
        await steps.WriteLineAsync("  Nämnder, skolor, personal, system och familjer");
        await story.TellAsync();

        // Steps 3 and 4: Chapters, Files.
        var teller = new DemoTeller(services, ct);
        var documents = new DemoDocuments(story);
        new SstChapters(story, teller, city, families, documents, clients).Tell();
        new SstPlusChapters(story, teller, city, families, documents, clients).Tell();
        await steps.WriteLineAsync("  Ärenden, samtycken, begäranden och utlämnanden, dag för dag:");
        await story.TellAsync(() => DemoRegister.ReadAgainAsync(services, ct));
        await DemoRegister.ReadAgainAsync(services, ct);
        await steps.WriteLineAsync("  Filer att importera från skolans system");
        var files = new DemoSchoolFiles(story.Today);
        await files.WriteAsync(demo.Folder, [.. families.All.Except([families.Astrid, families.Ebba])], ct);
        return DemoTour.Of(city, families) with { ImportOptions = files.Options(demo.Folder) };
    }

    // Jonas works with a child with protected identity. His team has no head of its own, so the system owner clears him. One registrator of
    // each board that is concerned oversees what is done about the child. Miriam is assigned to the case too, and nobody has cleared her.
    private static async Task ClearAsync(ClearForProtected clear, DemoParties city, CancellationToken ct)
    {
        foreach (var (staff, owner) in new[] { (city.Jonas, city.Hassan), (city.Torsten, city.Hassan), (city.Ingrid, city.Maja) })
        {
            if (await clear.GiveAsync(staff.Id, new Caller.Staff(owner.Id), ct) != ClearanceOutcome.Done)
            {
                throw new InvalidOperationException($"{owner.Name} cannot clear {staff.Name}");
            }
        }
    }

    private static async Task ForEachAsync(DemoFamilies families, Func<DemoFamily, Task> act)
    {
        foreach (var family in families.All)
        {
            await act(family);
        }
    }
}
