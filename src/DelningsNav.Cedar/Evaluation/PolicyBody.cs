using System.Collections.Frozen;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>One policy as it was parsed, before it has an id in a set.</summary>
/// <remarks>
/// The text is the policy's own, from its first annotation to its semicolon. It begins at <paramref name="TextStart"/>
/// of the whole, from whose beginning the spans of the expressions count.
/// </remarks>
internal sealed record PolicyBody(
    Effect Effect,
    IReadOnlyDictionary<string, string> Annotations,
    Scope Scope,
    Condition[] Conditions,
    string Text,
    int TextStart,
    string? Source)
{
    /// <summary>The annotations that were written without a value, as <c>@secret</c>.</summary>
    public IReadOnlySet<string> WithoutValue { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether the conditions all hold: true, false, or null with the reason noted. The scope is not asked.</summary>
    public CedarValue? Evaluate(Evaluator evaluator)
    {
        foreach (var condition in Conditions)
        {
            var value = condition.Evaluate(evaluator);
            if (!ReferenceEquals(value, CedarValue.Bool.True))
            {
                return value;
            }
        }

        return CedarValue.Bool.True;
    }
}
