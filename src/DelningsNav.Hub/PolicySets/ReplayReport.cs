namespace DelningsNav.Hub.PolicySets;

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

    /// <summary>How many cannot be replayed: they are from before facts were logged, were erased, or are damaged.</summary>
    public long CannotBeReplayed { get; init; }

    /// <summary>How many would go from which verdict to which, such as <c>release refuse</c>. The same word twice: only the reasons would change.</summary>
    public IReadOnlyDictionary<string, long> Changes { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The first changes, in the order of the log.</summary>
    public IReadOnlyList<ReplayChange> First { get; init; } = [];

    internal ReplayReport With(Replayed replayed, int showFirst) => replayed switch
    {
        Replayed.Same => this with { Same = Same + 1 },
        Replayed.Impossible => this with { CannotBeReplayed = CannotBeReplayed + 1 },
        Replayed.Changed { Change: var change } => this with
        {
            Changed = Changed + 1,
            Changes = new SortedDictionary<string, long>(Changes.ToDictionary(), StringComparer.Ordinal)
            {
                [change.Change] = Changes.GetValueOrDefault(change.Change) + 1,
            },
            First = First.Count < showFirst ? [.. First, change] : First,
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>A decision that the candidate set would make otherwise.</summary>
/// <param name="Index">The entry of the decision, by which a registrator of the holder can look it up.</param>
/// <param name="At">When it was made.</param>
/// <param name="PolicySet">The version that it was made by.</param>
/// <param name="RecordType">What was asked for.</param>
/// <param name="From">The verdict then.</param>
/// <param name="To">The verdict by the candidate.</param>
/// <param name="Why">What differs: grounds, what is missing, bars and obligations, by the names of the policies.</param>
public sealed record ReplayChange(long Index, DateTimeOffset At, string PolicySet, string RecordType, string From, string To, string Why)
{
    /// <summary>Both verdicts, as <see cref="ReplayReport.Changes"/> counts them.</summary>
    public string Change => $"{From} {To}";
}
