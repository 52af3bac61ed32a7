using System.Diagnostics;
using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>A value written in the policy.</summary>
internal sealed class Literal(SourceSpan span, CedarValue value) : Expression(span, 1)
{
    public CedarValue Value { get; } = value;

    public override CedarValue? Constant => Value;

    public override CedarValue? Evaluate(Evaluator evaluator) => Value;
}

internal enum VariableName
{
    Principal,
    Action,
    Resource,
    Context,
}

/// <summary>One of the four parts of the request.</summary>
internal sealed class Variable(SourceSpan span, VariableName name) : Expression(span, 1)
{
    public VariableName Name { get; } = name;

    public override CedarValue? Evaluate(Evaluator evaluator) => Name switch
    {
        VariableName.Principal => evaluator.Principal,
        VariableName.Action => evaluator.Action,
        VariableName.Resource => evaluator.Resource,
        VariableName.Context => evaluator.Context,
    };
}

/// <summary>Replaces an expression that could not be parsed. A finished policy never contains it.</summary>
internal sealed class Unreadable(SourceSpan span) : Expression(span, 1)
{
    public override CedarValue? Evaluate(Evaluator evaluator) => throw new UnreachableException();
}
