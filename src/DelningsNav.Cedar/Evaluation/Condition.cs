using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>One <c>when</c> or <c>unless</c> of a policy.</summary>
/// <remarks>The body is the expression between the braces. The span includes any parentheses around it.</remarks>
internal sealed record Condition(bool IsUnless, Expression Body, SourceSpan BodySpan)
{
    /// <summary>Returns true, false, or null after noting the reason of a failure.</summary>
    public CedarValue? Evaluate(Evaluator evaluator) => Evaluate(Body, evaluator);

    /// <summary>The parts that must all be met: the operands of <c>&amp;&amp;</c> in a <c>when</c>, otherwise the whole body.</summary>
    public IEnumerable<(Expression Part, SourceSpan Span)> Parts =>
        !IsUnless && Body is And all ? all.Operands.Zip(all.OperandSpans) : [(Body, BodySpan)];

    public CedarValue? Evaluate(Expression part, Evaluator evaluator)
    {
        var value = part.Evaluate(evaluator);
        if (value is not CedarValue.Bool truth)
        {
            return value is null ? null : evaluator.WrongType("bool", value);
        }

        return CedarValue.Of(truth.Value != IsUnless);
    }
}
