using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary><c>a &amp;&amp; b &amp;&amp; c</c>: the operands after the first false operand are not evaluated.</summary>
/// <remarks>The spans are the places of the operands in the text, including any parentheses around them.</remarks>
internal sealed class And(SourceSpan span, Expression[] operands, SourceSpan[] operandSpans) : Expression(span, Over(operands))
{
    public Expression[] Operands { get; } = operands;

    public SourceSpan[] OperandSpans { get; } = operandSpans;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        foreach (var operand in Operands)
        {
            var value = operand.Evaluate(evaluator);
            if (ReferenceEquals(value, CedarValue.Bool.True))
            {
                continue;
            }

            return value is null or CedarValue.Bool ? value : evaluator.WrongType("bool", value);
        }

        return CedarValue.Bool.True;
    }
}

/// <summary><c>a || b || c</c>: the operands after the first true operand are not evaluated.</summary>
internal sealed class Or(SourceSpan span, Expression[] operands) : Expression(span, Over(operands))
{
    public Expression[] Operands { get; } = operands;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        foreach (var operand in Operands)
        {
            var value = operand.Evaluate(evaluator);
            if (ReferenceEquals(value, CedarValue.Bool.False))
            {
                continue;
            }

            return value is null or CedarValue.Bool ? value : evaluator.WrongType("bool", value);
        }

        return CedarValue.Bool.False;
    }
}

/// <summary><c>!a</c></summary>
internal sealed class Not(SourceSpan span, Expression operand) : Expression(span, Over(operand))
{
    public Expression Operand { get; } = operand;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = Operand.Evaluate(evaluator);
        if (value is not CedarValue.Bool truth)
        {
            return value is null ? null : evaluator.WrongType("bool", value);
        }

        return CedarValue.Of(!truth.Value);
    }
}

/// <summary><c>if a then b else c</c>: only the chosen branch is evaluated.</summary>
internal sealed class Conditional(SourceSpan span, Expression test, Expression then, Expression otherwise)
    : Expression(span, Over([test, then, otherwise]))
{
    public Expression Test { get; } = test;

    public Expression Then { get; } = then;

    public Expression Otherwise { get; } = otherwise;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = Test.Evaluate(evaluator);
        if (value is not CedarValue.Bool truth)
        {
            return value is null ? null : evaluator.WrongType("bool", value);
        }

        return truth.Value ? Then.Evaluate(evaluator) : Otherwise.Evaluate(evaluator);
    }
}
