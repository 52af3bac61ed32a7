using System.Diagnostics;

namespace DelningsNav.Hub.Replays;

/// <summary>What a replay has found, or has found so far.</summary>
/// <param name="Size">How many entries the log held when the replay began.</param>
public sealed record ReplayReport(long Size)
{
    /// <summary>How many of them have been passed, decisions or not.</summary>
    public long Read { get; init; }

    /// <summary>How many decisions would be the same, for the same reasons.</summary>
    public long Same { get; init; }

    /// <summary>How many would change.</summary>
    public long Changed { get; init; }

    /// <summary>How many cannot be replayed, by what hinders it.</summary>
    public IReadOnlyDictionary<ReplayObstacle, long> Obstacles { get; init; } = new Dictionary<ReplayObstacle, long>();

    /// <summary>How many cannot be replayed.</summary>
    public long CannotBeReplayed => Obstacles.Values.Sum();

    /// <summary>How many would go from which verdict to which, such as <c>release refuse</c>. The same word twice: only the reasons would change.</summary>
    public IReadOnlyDictionary<string, long> Changes { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The first changes, in the order of the log.</summary>
    public IReadOnlyList<ReplayChange> First { get; init; } = [];

    internal ReplayReport With(Replayed replayed, int showFirst) => replayed switch
    {
        Replayed.Same => this with { Same = Same + 1 },
        Replayed.Impossible { Obstacle: var obstacle } => this with
        {
            Obstacles = new Dictionary<ReplayObstacle, long>(Obstacles) { [obstacle] = Obstacles.GetValueOrDefault(obstacle) + 1 },
        },
        Replayed.Changed { Change: var change } => this with
        {
            Changed = Changed + 1,
            Changes = new SortedDictionary<string, long>(Changes.ToDictionary(), StringComparer.Ordinal)
            {
                [change.Change] = Changes.GetValueOrDefault(change.Change) + 1,
            },
            First = First.Count < showFirst ? [.. First, change] : First,
        },
        _ => throw new UnreachableException(),
    };
}

/// <summary>What keeps a decision from being replayed.</summary>
public enum ReplayObstacle
{
    /// <summary>What it saw is not in its entry: it was made before the hub logged that.</summary>
    WithoutFacts,

    /// <summary>The readable part of its entry is erased. Swedish: <b>gallrad</b>.</summary>
    Erased,

    /// <summary>The readable part of its entry has been changed outside the hub, and is believed by nobody.</summary>
    Damaged,
}

/// <summary>A decision that the candidate set would make otherwise.</summary>
/// <param name="Index">The entry of the decision, by which a registrator of the holder can look it up.</param>
/// <param name="At">When it was made.</param>
/// <param name="PolicySet">The version that it was made by.</param>
/// <param name="RecordType">What was asked for.</param>
/// <param name="Before">The answer then.</param>
/// <param name="After">The answer by the candidate.</param>
public sealed record ReplayChange(long Index, DateTimeOffset At, string PolicySet, string RecordType, ReplayAnswer Before, ReplayAnswer After)
{
    /// <summary>The verdict then.</summary>
    public string From => Before.Verdict;

    /// <summary>The verdict by the candidate.</summary>
    public string To => After.Verdict;

    /// <summary>Both verdicts, as <see cref="ReplayReport.Changes"/> counts them.</summary>
    public string Change => $"{From} {To}";

    /// <summary>What of the reasons differs, by the names of the entry's fields.</summary>
    public IEnumerable<string> Differing => ReplayAnswer.Compared.Where(name => Before[name] != After[name]);

    /// <summary>What differs, by the names of the policies, for operators.</summary>
    public string Why => string.Join("; ", Differing.Select(name => $"{name}: `{Before[name]}` becomes `{After[name]}`"));
}

/// <summary>One answer as its entry writes it: the verdict in a word, and the names of what it stands on.</summary>
/// <param name="Verdict"><c>release</c>, <c>refer</c> or <c>refuse</c>.</param>
/// <param name="Reasons">What is said of the reasons, by the names of the entry's fields.</param>
public sealed record ReplayAnswer(string Verdict, IReadOnlyDictionary<string, string> Reasons)
{
    /// <summary>What makes two answers the same: all that an entry says of the verdict, but for ids that the facts carry.</summary>
    public static IReadOnlyList<string> Compared { get; } = ["policy", "law", "obligations", "assessor-may-consider", "missing", "bars", "alarms"];

    /// <summary>What a field says, or empty.</summary>
    public string this[string field] => Reasons.GetValueOrDefault(field, "");

    /// <summary>The names in a field that holds several.</summary>
    public IReadOnlyList<string> Names(string field) => this[field].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal static ReplayAnswer Of(string verdict, Func<string, string?> field) =>
        new(verdict, Compared.Select(name => KeyValuePair.Create(name, field(name) ?? "")).Where(pair => pair.Value.Length > 0).ToDictionary());
}
