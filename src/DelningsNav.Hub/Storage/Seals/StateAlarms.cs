using System.Collections.Concurrent;

namespace DelningsNav.Hub.Storage.Seals;

/// <summary>The subjects whose rows this node has found to be changed outside the hub, with the reason. They name ids only.</summary>
internal sealed class StateAlarms
{
    private readonly ConcurrentDictionary<SubjectId, string> _found = new();
    private volatile string? _forAll;

    /// <summary>One sentence for each subject.</summary>
    public IReadOnlyList<string> All =>
    [
        .. _forAll is { } what ? [what] : Array.Empty<string>(),
        .. _found.OrderBy(f => f.Key.Value).Select(f => $"subject {f.Key.Value}: {f.Value}"),
    ];

    /// <summary>The subjects with an alarm, so that lists can leave them out.</summary>
    public IReadOnlyList<Guid> Subjects => [.. _found.Keys.Select(subject => subject.Value)];

    /// <summary>The subjects with a value that does not open, so that lists leave them out for everybody.</summary>
    public IReadOnlyList<Guid> Unopened => [.. _found.Where(f => f.Value == UnopenedValue).Select(f => f.Key.Value)];

    /// <summary>Raises an alarm that concerns every subject. It ends with the process, because only a restore mends its cause.</summary>
    public void RaiseForAll(string what) => _forAll ??= what;

    /// <summary>Whether there is an alarm that concerns every subject, so that the log itself is in doubt.</summary>
    public bool ConcernAll => _forAll is not null;

    /// <summary>
    /// Raises the alarm for a subject. A reason for which its seal proves nothing remains (<see cref="IsOld"/>).
    /// </summary>
    public void Raise(SubjectId subject, string what) =>
        _found.AddOrUpdate(subject, what, (_, before) => before == UnopenedValue || what == ChangedRows ? before : what);

    /// <summary>
    /// Whether the subject's seal proves nothing: the audit has found that its state is not the one in the log, or a value that no seal
    /// binds, such as a person's key, does not open.
    /// </summary>
    public bool IsOld(SubjectId subject) =>
        _forAll is not null || (_found.TryGetValue(subject, out var what) && what is OldState or UnopenedValue);

    /// <summary>Ends the alarm, when the hub itself has changed and sealed the subject again.</summary>
    public void End(SubjectId subject) => _found.TryRemove(subject, out _);

    /// <summary>The rows do not match their seal.</summary>
    public const string ChangedRows = "its rows were changed outside the hub";

    /// <summary>A value that only the hub can seal does not open.</summary>
    public const string UnopenedValue = "a sealed value or its key was changed outside the hub";

    /// <summary>The rows and their seal are older than the log.</summary>
    public const string OldState = "its rows and their seal are not those of the last change in the log";
}
