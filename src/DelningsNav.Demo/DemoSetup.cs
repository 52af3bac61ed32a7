using DelningsNav.Hub.Foundation;

namespace DelningsNav.Demo;

/// <summary>The folder of the demo city, with its movable clock and its repeatable ids (ADR 0014).</summary>
internal sealed class DemoSetup
{
    private const string Marker = "demo-city.json";
    private static readonly TimeSpan OpenedBefore = TimeSpan.FromDays(90);

    /// <summary>Makes the set-up of a demo in this folder, with this clock.</summary>
    public DemoSetup(string folder, DemoClock clock)
    {
        Folder = folder;
        Clock = clock;
        IsBuilt = File.Exists(MarkerFile);

        // The same seed gives the same ids at each build. A city that already exists gets new random ids from now on.
        Ids = IsBuilt ? new IdSource(clock) : new IdSource(new IdClock(), "Exempelstaden");

        // The hub of a new city is opened, and sets its policy set in force, before the history begins.
        clock.Offset = IsBuilt ? TimeSpan.Zero : -OpenedBefore;
    }

    /// <summary>The folder with database and keys.</summary>
    public string Folder { get; }

    /// <summary>The hub's clock, which the demo sets back while it makes the city's history.</summary>
    public DemoClock Clock { get; }

    /// <summary>The source of the city's ids.</summary>
    public IdSource Ids { get; }

    /// <summary>Whether the city has been built.</summary>
    public bool IsBuilt { get; }

    /// <summary>The file that marks the folder as a demo's and lists the people that a visitor can sign in as.</summary>
    public string MarkerFile => Path.Combine(Folder, Marker);

    /// <summary>Whether the folder is empty, missing, or a demo's own.</summary>
    public bool FolderIsFit()
    {
        Directory.CreateDirectory(Folder);
        return IsBuilt || !Directory.EnumerateFileSystemEntries(Folder).Any();
    }
}

/// <summary>
/// A clock that is used only for ids. It advances a millisecond at each reading, so that the same ids come in the same order on any day.
/// </summary>
internal sealed class IdClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

/// <summary>A clock that can be set back while the history is made, and otherwise follows the real clock.</summary>
internal sealed class DemoClock(TimeProvider real) : TimeProvider
{
    private long _offset;

    /// <summary>The difference from the real clock. It is zero once the history is complete.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Offset;
}
