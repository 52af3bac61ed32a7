namespace DelningsNav.Cedar.Evaluation;

/// <summary>Finds the policies of a set whose scope matches, without testing the others.</summary>
/// <remarks>
/// Policies are sorted by action, and for each action by what the scope requires of the resource or of the principal: one
/// entity, or a type. A policy that fits in several places is put where the fewest other policies are. The index therefore grows only
/// with the number of policies, and the time of a search only with the number of policies that it finds.
/// </remarks>
internal sealed class PolicyIndex
{
    private readonly CedarPolicy[] _policies;
    private readonly ScopeIndex _ofAnyAction;
    private readonly Dictionary<EntityUid, ScopeIndex> _ofAction;

    public PolicyIndex(CedarPolicy[] policies)
    {
        _policies = policies;
        var numbers = Enumerable.Range(0, policies.Length).ToList();
        _ofAnyAction = new ScopeIndex(policies, numbers.Where(n => ActionOf(n).Kind == ScopeKind.Any));
        _ofAction = numbers
            .SelectMany(n => ActionOf(n).Entities.Distinct().Select(uid => (uid, Number: n)))
            .GroupBy(entry => entry.uid, entry => entry.Number)
            .ToDictionary(group => group.Key, group => new ScopeIndex(policies, group));
    }

    /// <summary>The matching policies, in the order of the set.</summary>
    public CedarPolicy[] Matching(Subjects subjects)
    {
        var found = new List<int>();
        _ofAnyAction.Find(subjects, found);
        FindOfAction(subjects.Action.Value.Uid, subjects, found);
        foreach (var group in subjects.Action.Node?.Ancestors ?? [])
        {
            FindOfAction(group, subjects, found);
        }

        // A policy that names an action and its group is found twice.
        found.Sort();
        var matching = new CedarPolicy[found.Count];
        var (count, last) = (0, -1);
        foreach (var number in found)
        {
            if (number != last && _policies[number].Body.Scope.Matches(subjects))
            {
                matching[count++] = _policies[number];
            }

            last = number;
        }

        return count == matching.Length ? matching : matching[..count];
    }

    private ScopeConstraint ActionOf(int number) => _policies[number].Body.Scope.Action;

    private void FindOfAction(EntityUid action, Subjects subjects, List<int> found)
    {
        if (_ofAction.TryGetValue(action, out var shelf))
        {
            shelf.Find(subjects, found);
        }
    }
}
