using DelningsNav.Hub.Foundation;

namespace DelningsNav.Demo;

/// <summary>Where the demo city lives, with its movable clock and its repeatable ids (ADR 0014).</summary>
internal sealed class DemoSetup
{
    private const string Marker = "demo-city.json";
    private static readonly TimeSpan OpenedBefore = TimeSpan.FromDays(90);

    /// <summary>Takes the folder and the clock.</summary>
    public DemoSetup(string folder, DemoClock clock)
    {
        Folder = folder;
        Clock = clock;
        IsBuilt = File.Exists(MarkerFile);

        // The same seed gives the same ids at each build; a city that is kept goes on with ids that nobody has had.
        Ids = IsBuilt ? new IdSource(clock) : new IdSource(new IdClock(), "Exempelstaden");

        // The hub of a new city is opened, and puts its policy set in force, before the history begins.
        clock.Offset = IsBuilt ? TimeSpan.Zero : -OpenedBefore;
    }

    /// <summary>The folder with database and keys.</summary>
    public string Folder { get; }

    /// <summary>The hub's clock, which the demo moves back while it tells the city's history.</summary>
    public DemoClock Clock { get; }

    /// <summary>Where the city's ids come from.</summary>
    public IdSource Ids { get; }

    /// <summary>Whether the city stands already.</summary>
    public bool IsBuilt { get; }

    /// <summary>The file that says that this folder is a demo's, with those whom one may sign in as.</summary>
    public string MarkerFile => Path.Combine(Folder, Marker);

    /// <summary>Whether the folder is empty, missing, or a demo's own.</summary>
    public bool FolderIsFit()
    {
        Directory.CreateDirectory(Folder);
        return IsBuilt || !Directory.EnumerateFileSystemEntries(Folder).Any();
    }
}

/// <summary>A clock for ids only: a millisecond passes at each look, so that the same ids come in the same order whatever day it is.</summary>
internal sealed class IdClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

/// <summary>A clock that can be set back for the telling of a history, and then goes with the real one.</summary>
internal sealed class DemoClock(TimeProvider real) : TimeProvider
{
    private long _offset;

    /// <summary>How far the clock stands from the real one; zero once the history is told.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Offset;
}
