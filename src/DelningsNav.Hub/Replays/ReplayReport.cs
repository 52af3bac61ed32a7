using System.Diagnostics;
using DelningsNav.Policies;

namespace DelningsNav.Hub.Replays;

/// <summary>The findings of a replay, either final or up to now.</summary>
/// <param name="Size">The number of entries in the log when the replay began.</param>
public sealed record ReplayReport(long Size)
{
    /// <summary>The number of entries that have been processed, whether they are decisions or not.</summary>
    public long Read { get; init; }

    /// <summary>The number of decisions that would be the same, for the same reasons.</summary>
    public long Same { get; init; }

    /// <summary>The number of decisions that would change.</summary>
    public long Changed { get; init; }

    /// <summary>The number of decisions that cannot be replayed, for each obstacle.</summary>
    public IReadOnlyDictionary<ReplayObstacle, long> Obstacles { get; init; } = new Dictionary<ReplayObstacle, long>();

    /// <summary>The number of decisions that cannot be replayed.</summary>
    public long CannotBeReplayed => Obstacles.Values.Sum();

    /// <summary>
    /// The number of decisions for each change of verdict. A change is written as the old and the new verdict, for example <c>release
    /// refuse</c>. If both are the same word, only the reasons would change.
    /// </summary>
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

/// <summary>Why a decision cannot be replayed.</summary>
public enum ReplayObstacle
{
    /// <summary>Its entry does not contain the facts, because it was written before the hub logged facts.</summary>
    WithoutFacts,

    /// <summary>The readable part of its entry is erased. Swedish: <b>gallrad</b>.</summary>
    Erased,

    /// <summary>The readable part of its entry has been changed outside the hub, and is not used.</summary>
    Damaged,
}

/// <summary>A decision that would be different with the candidate set.</summary>
/// <param name="Index">The index of the decision's log entry, so that a registrator of the holder can look it up.</param>
/// <param name="At">When the decision was made.</param>
/// <param name="PolicySet">The version of the policy set with which the decision was made.</param>
/// <param name="RecordType">The type of the requested record.</param>
/// <param name="Before">The original answer.</param>
/// <param name="After">The answer with the candidate.</param>
public sealed record ReplayChange(
    long Index, DateTimeOffset At, string PolicySet, RecordTypeCode RecordType, ReplayAnswer Before, ReplayAnswer After)
{
    /// <summary>The original verdict.</summary>
    public string From => Before.Verdict;

    /// <summary>The verdict with the candidate.</summary>
    public string To => After.Verdict;

    /// <summary>Both verdicts, in the form in which <see cref="ReplayReport.Changes"/> counts them.</summary>
    public string Change => $"{From} {To}";

    /// <summary>The names of the fields whose reasons differ.</summary>
    public IEnumerable<string> Differing => ReplayAnswer.Compared.Where(name => Before[name] != After[name]);

    /// <summary>The differences in words, with the names of the policies, for operators.</summary>
    public string Why => string.Join("; ", Differing.Select(name => $"{name}: `{Before[name]}` becomes `{After[name]}`"));
}

/// <summary>One answer as its log entry states it: the verdict in one word, and its reasons.</summary>
/// <param name="Verdict"><c>release</c>, <c>refer</c> or <c>refuse</c>.</param>
/// <param name="Reasons">The reasons. Each key is the name of a field of the entry.</param>
public sealed record ReplayAnswer(string Verdict, IReadOnlyDictionary<string, string> Reasons)
{
    /// <summary>
    /// The names of the fields by which two answers are compared. These are all fields with which an entry explains the verdict, except ids
    /// that come from the facts.
    /// </summary>
    public static IReadOnlyList<string> Compared { get; } =
    [
        "policy", "law", "obligations", "assessor-may-consider", "missing", "bars", "alarms",
    ];

    /// <summary>The value of a field. It is empty when the answer has no such field.</summary>
    public string this[string field] => Reasons.GetValueOrDefault(field, "");

    /// <summary>The separate names in a field that contains several names.</summary>
    public IReadOnlyList<string> Names(string field) => this[field].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal static ReplayAnswer Of(string verdict, Func<string, string?> field) =>
        new(
            verdict,
            Compared.Select(name => KeyValuePair.Create(name, field(name) ?? "")).Where(pair => pair.Value.Length > 0).ToDictionary());
}
