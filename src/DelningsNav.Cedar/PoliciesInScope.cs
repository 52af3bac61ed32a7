using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar;

/// <summary>The policies of a set whose scope matches one principal, action and resource. They can decide in many contexts.</summary>
/// <remarks>
/// The other policies of the set cannot apply. The answers are therefore those of the whole set. The object never changes and may be
/// shared between threads.
/// </remarks>
public sealed class PoliciesInScope
{
    // Up to this number of policies, their results are stored on the stack.
    private const int Few = 128;

    private static readonly CedarAnswer Nothing = new(false, [], []);

    private readonly Subjects _subjects;
    private readonly CedarPolicy[] _policies;

    internal PoliciesInScope(CedarPolicy[] policies, Subjects subjects) => (_policies, _subjects) = (policies, subjects);

    /// <summary>The policies, in the order of the set.</summary>
    public IReadOnlyList<CedarPolicy> Policies => _policies;

    /// <summary>Decides in one context. It never throws, whatever the policies, the context and the entities contain.</summary>
    public CedarAnswer Authorize(CedarValue.Record context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var evaluator = new Evaluator(_subjects, context);
        Span<bool> applies = _policies.Length <= Few ? stackalloc bool[_policies.Length] : new bool[_policies.Length];
        var (permits, forbids) = (0, 0);
        List<CedarError>? errors = null;
        for (var i = 0; i < _policies.Length; i++)
        {
            var value = _policies[i].Body.Evaluate(evaluator);
            if (value is null)
            {
                (errors ??= []).Add(new CedarError(_policies[i], evaluator.Message));
            }
            else if (ReferenceEquals(value, CedarValue.Bool.True))
            {
                applies[i] = true;
                _ = _policies[i].Effect == Effect.Permit ? permits++ : forbids++;
            }
        }

        if (permits + forbids == 0 && errors is null)
        {
            return Nothing;
        }

        var reasons = forbids > 0 ? Those(applies, Effect.Forbid, forbids) : Those(applies, Effect.Permit, permits);
        return new CedarAnswer(permits > 0 && forbids == 0, reasons, (IReadOnlyList<CedarError>?)errors ?? []);
    }

    /// <summary>For each policy, the text of the first part of its conditions that is not met, or null when all are met.</summary>
    /// <remarks>
    /// The parts are those of <see cref="CedarPolicy.Conditions"/>, but the parts after the first unmet part are not evaluated. The
    /// scopes are not tested.
    /// </remarks>
    public IReadOnlyList<string?> FirstUnmet(IReadOnlyList<CedarPolicy> policies, CedarValue.Record context)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(context);
        var evaluator = new Evaluator(_subjects, context);
        var unmet = new string?[policies.Count];
        for (var i = 0; i < unmet.Length; i++)
        {
            unmet[i] = policies[i].Body.FirstUnmet(evaluator);
        }

        return unmet;
    }

    private CedarPolicy[] Those(ReadOnlySpan<bool> apply, Effect effect, int count)
    {
        var those = new CedarPolicy[count];
        for (int i = 0, at = 0; at < count; i++)
        {
            if (apply[i] && _policies[i].Effect == effect)
            {
                those[at++] = _policies[i];
            }
        }

        return those;
    }
}
