using System.Collections.Frozen;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>One parsed policy, before it gets an id in a set.</summary>
/// <remarks>
/// The text is the policy's own, from its first annotation to its semicolon. It begins at <paramref name="TextStart"/> of the source.
/// The spans of the expressions are counted from the beginning of the source.
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
    private Demand[]? _demands;

    /// <summary>The parts of the conditions, which must all be met, with their texts. The list is made at its first use.</summary>
    public Demand[] Demands => _demands ??=
    [
        .. from condition in Conditions
           from part in condition.Parts
           select new Demand(condition, part.Part, Text[(part.Span.Start - TextStart)..(part.Span.End - TextStart)]),
    ];

    /// <summary>The line of the source where the text begins, from 1.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>The column of that line where the text begins, from 1.</summary>
    public int FirstColumn { get; init; } = 1;

    /// <summary>The annotations that were written without a value, for example <c>@secret</c>.</summary>
    public IReadOnlySet<string> WithoutValue { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether all conditions are met: true, false, or null after noting the reason. The scope is not tested.</summary>
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

    /// <summary>The text of the first of <see cref="Demands"/> that is not met or cannot be evaluated, or null when all are met.</summary>
    public string? FirstUnmet(Evaluator evaluator)
    {
        foreach (var demand in Demands)
        {
            if (!ReferenceEquals(demand.Condition.Evaluate(demand.Part, evaluator), CedarValue.Bool.True))
            {
                return demand.Text;
            }
        }

        return null;
    }
}

/// <summary>One part of a policy's conditions, as it was written.</summary>
internal sealed record Demand(Condition Condition, Expression Part, string Text)
{
    /// <summary>Evaluates the part by itself.</summary>
    public ConditionResult Evaluate(Evaluator evaluator)
    {
        var holds = Condition.Evaluate(Part, evaluator) as CedarValue.Bool;
        return new ConditionResult(Text, Condition.IsUnless, holds?.Value, holds is null ? evaluator.Message : null);
    }
}
