using DelningsNav.Hub;
using DelningsNav.Hub.Storage;
using DelningsNav.Hub.Storage.Keys;
using DelningsNav.Demo.City;
using Microsoft.Extensions.DependencyInjection;

namespace DelningsNav.Demo.Tests;

/// <summary>A demo city built in a folder of its own at a moment that the test chooses.</summary>
public sealed class BuiltCity : IAsyncDisposable
{
    private readonly HubStart _hub;
    private readonly ServiceProvider _services;

    private BuiltCity(HubStart hub, ServiceProvider services, DemoSetup demo, DemoPersons persons)
    {
        _hub = hub;
        _services = services;
        Folder = demo.Folder;
        Present = demo.Clock.GetUtcNow();
        Persons = persons;
    }

    /// <summary>The folder with database and keys.</summary>
    public string Folder { get; }

    /// <summary>The moment at which the city was built.</summary>
    public DateTimeOffset Present { get; }

    internal DemoPersons Persons { get; }

    /// <summary>Builds a city.</summary>
    public static async Task<BuiltCity> BuildAsync(DateTimeOffset present)
    {
        var demo = new DemoSetup(Directory.CreateTempSubdirectory("delningsnav-city-").FullName, new DemoClock(new StillClock(present)));
        var settings = new HubSettings
        {
            Engine = StorageEngine.Sqlite,
            ConnectionString = $"Data Source={Path.Combine(demo.Folder, "hub.db")}",
            PolicyFolder = Path.Combine(AppContext.BaseDirectory, "policies"),
            LogOrigin = "delningsnav.example/exempelstaden/audit",
            Keys = new KeyFile(Path.Combine(demo.Folder, "hub-keys.json")),
            CheckpointFile = Path.Combine(demo.Folder, "hub-checkpoint"),
        };
        var hub = await HubStart.OpenAsync(settings, demo.Clock, CancellationToken.None);
        var services = new ServiceCollection().AddHub(hub, demo.Ids).BuildServiceProvider();
        return new BuiltCity(hub, services, demo, await DemoHistory.TellAsync(services, demo, TextWriter.Null, CancellationToken.None));
    }

    /// <summary>A unit of work on the city's database.</summary>
    public HubDbContext NewContext() => _hub.Database.NewContext();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _hub.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class StillClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>One city for all tests that only read it.</summary>
public sealed class SharedCity : IAsyncLifetime
{
    /// <summary>The present of the tests: a Sunday, when the history's days must move back to Friday.</summary>
    public static DateTimeOffset Present { get; } = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The city.</summary>
    public BuiltCity City { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => City = await BuiltCity.BuildAsync(Present);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => City.DisposeAsync();
}
