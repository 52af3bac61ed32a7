namespace DelningsNav.Cedar.Evaluation;

/// <summary>Finds the policies whose scope can speak of an action, so that the others are never looked at.</summary>
internal sealed class PolicyIndex
{
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
    public ReadOnlySpan<int> Candidates(Evaluator evaluator)
    {
        ReadOnlySpan<int> found = _ofAnyAction;
        if (_ofAction.TryGetValue(evaluator.Action.Uid, out var own))
        {
            found = Merge(found, own);
        }

        if (evaluator.ActionNode is { Entity.ParentUids.Length: > 0 } node)
        {
            foreach (var ancestor in node.Ancestors)
            {
                if (_ofAction.TryGetValue(ancestor, out var inherited))
                {
                    found = Merge(found, inherited);
                }
            }
        }

        return found;
    }

    // A policy that names several actions may be in both.
    private static ReadOnlySpan<int> Merge(ReadOnlySpan<int> left, int[] right)
    {
        if (left.IsEmpty)
        {
            return right;
        }

        var merged = new int[left.Length + right.Length];
        var (count, l, r) = (0, 0, 0);
        while (l < left.Length || r < right.Length)
        {
            var (nextLeft, nextRight) = (l < left.Length ? left[l] : int.MaxValue, r < right.Length ? right[r] : int.MaxValue);
            merged[count++] = Math.Min(nextLeft, nextRight);
            l += nextLeft <= nextRight ? 1 : 0;
            r += nextRight <= nextLeft ? 1 : 0;
        }

        return merged.AsSpan(0, count);
    }
}
