using System.Globalization;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar;

/// <summary>Policies that decide together. A set never changes and may be shared by threads.</summary>
/// <remarks>
/// The answer is no unless a permit applies; a forbid that applies outweighs every permit; a policy that cannot be
/// evaluated is left out and reported.
/// </remarks>
public sealed class CedarPolicySet
{
    private readonly CedarPolicy[] _policies;
    private readonly PolicyIndex _index;

    private CedarPolicySet(IEnumerable<PolicyBody> bodies)
    {
        _policies = [.. bodies.Select((body, i) => new CedarPolicy(string.Create(CultureInfo.InvariantCulture, $"policy{i}"), body))];
        _index = new PolicyIndex(_policies);
    }

    /// <summary>The policies in the order they were written.</summary>
    public IReadOnlyList<CedarPolicy> Policies => _policies;

    /// <summary>Reads the policies of a text, which may hold none.</summary>
    /// <remarks>The source says where the text came from, for messages and for <see cref="CedarPolicy.Source"/>.</remarks>
    /// <exception cref="CedarSyntaxException">The text is not Cedar; every problem is named with line and column.</exception>
    public static CedarPolicySet Parse(string text, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CedarPolicySet(PolicyParser.Parse(text, source));
    }

    /// <summary>One set of the policies of all, numbered anew in that order.</summary>
    public static CedarPolicySet Combine(IEnumerable<CedarPolicySet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        return new CedarPolicySet(sets.SelectMany(set => set._policies).Select(policy => policy.Body));
    }

    /// <summary>Decides one request. It never throws for what policies, request or entities hold.</summary>
    public CedarAnswer Authorize(CedarRequest request, EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(entities);
        var evaluator = new Evaluator(request, entities);
        List<CedarPolicy>? permits = null, forbids = null;
        List<CedarError>? errors = null;
        foreach (var number in _index.Candidates(evaluator))
        {
            var policy = _policies[number];
            if (!policy.Body.Scope.Matches(evaluator))
            {
                continue;
            }

            var value = policy.Body.Evaluate(evaluator);
            if (value is null)
            {
                (errors ??= []).Add(new CedarError(policy, evaluator.Message));
            }
            else if (ReferenceEquals(value, CedarValue.Bool.True))
            {
                (policy.Effect == Effect.Permit ? permits ??= [] : forbids ??= []).Add(policy);
            }
        }

        return new CedarAnswer(
            permits is not null && forbids is null,
            (IReadOnlyList<CedarPolicy>?)(forbids ?? permits) ?? [],
            (IReadOnlyList<CedarError>?)errors ?? []);
    }

    /// <summary>For each policy, in order, the first condition that does not hold, or null when all do. The scopes are not asked.</summary>
    public IReadOnlyList<ConditionResult?> FirstUnmet(CedarRequest request, EntityStore entities)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(entities);
        var evaluator = new Evaluator(request, entities);
        return Array.ConvertAll(_policies, policy => policy.FirstUnmet(evaluator));
    }
}
