namespace DelningsNav.Cedar.Evaluation;

/// <summary>Finds the policies whose scope can speak of an action, so that the others are never looked at.</summary>
internal sealed class PolicyIndex
{
    private static readonly int[] None = [];

    private readonly int[] _ofAnyAction;
    private readonly Dictionary<EntityUid, int[]> _ofAction;

    public PolicyIndex(IReadOnlyList<CedarPolicy> policies)
    {
        var numbered = policies.Select((policy, number) => (policy.Body.Scope.Action, Number: number)).ToList();
        _ofAnyAction = [.. numbered.Where(p => p.Action.Kind == ScopeKind.Any).Select(p => p.Number)];
        _ofAction = numbered
            .SelectMany(p => p.Action.Entities.Distinct().Select(uid => (uid, p.Number)))
            .GroupBy(p => p.uid, p => p.Number)
            .ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>The numbers of the policies, rising. Whether their scope does match must still be asked.</summary>
    public int[] Candidates(Evaluator evaluator)
    {
        var action = evaluator.Action.Uid;
        var own = _ofAction.GetValueOrDefault(action, None);
        if (evaluator.ActionNode is not { Entity.ParentUids.Length: > 0 } node)
        {
            return own.Length == 0 ? _ofAnyAction : Merge(own, _ofAnyAction);
        }

        var numbers = new SortedSet<int>(_ofAnyAction);
        numbers.UnionWith(own);
        foreach (var ancestor in node.FindAncestors())
        {
            numbers.UnionWith(_ofAction.GetValueOrDefault(ancestor, None));
        }

        return [.. numbers];
    }

    private static int[] Merge(int[] left, int[] right)
    {
        if (right.Length == 0)
        {
            return left;
        }

        var merged = new int[left.Length + right.Length];
        var (l, r) = (0, 0);
        for (var i = 0; i < merged.Length; i++)
        {
            var takeLeft = r == right.Length || (l < left.Length && left[l] < right[r]);
            merged[i] = takeLeft ? left[l++] : right[r++];
        }

        return merged;
    }
}
