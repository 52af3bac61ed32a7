using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>A term of a sum, after the first.</summary>
internal readonly record struct Term(bool Subtracted, Expression Expression);

/// <summary><c>a + b - c</c>, from left to right. A result outside 64 bits is an error.</summary>
internal sealed class Sum(SourceSpan span, Expression first, Term[] rest)
    : Expression(span, Over([first, .. rest.Select(t => t.Expression)]))
{
    public Expression First { get; } = first;

    public Term[] Rest { get; } = rest;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = First.Evaluate(evaluator);
        if (value is not CedarValue.Long first)
        {
            return value is null ? null : evaluator.WrongType("long", value);
        }

        var sum = first.Value;
        foreach (var (subtracted, expression) in Rest)
        {
            value = expression.Evaluate(evaluator);
            if (value is not CedarValue.Long term)
            {
                return value is null ? null : evaluator.WrongType("long", value);
            }

            var exact = subtracted ? (Int128)sum - term.Value : (Int128)sum + term.Value;
            sum = (long)exact;
            if (sum != exact)
            {
                return evaluator.Because($"integer overflow in {(subtracted ? "subtraction" : "addition")}");
            }
        }

        return CedarValue.Of(sum);
    }
}

/// <summary><c>a * b * c</c>, from left to right. A result outside 64 bits is an error.</summary>
internal sealed class Product(SourceSpan span, Expression[] factors) : Expression(span, Over(factors))
{
    public Expression[] Factors { get; } = factors;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        long product = 1;
        foreach (var expression in Factors)
        {
            var value = expression.Evaluate(evaluator);
            if (value is not CedarValue.Long factor)
            {
                return value is null ? null : evaluator.WrongType("long", value);
            }

            var exact = (Int128)product * factor.Value;
            product = (long)exact;
            if (product != exact)
            {
                return evaluator.Because("integer overflow in multiplication");
            }
        }

        return CedarValue.Of(product);
    }
}

/// <summary><c>-a</c></summary>
internal sealed class Negation(SourceSpan span, Expression operand) : Expression(span, Over(operand))
{
    public Expression Operand { get; } = operand;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = Operand.Evaluate(evaluator);
        if (value is not CedarValue.Long number)
        {
            return value is null ? null : evaluator.WrongType("long", value);
        }

        return number.Value == long.MinValue ? evaluator.Because("integer overflow in negation") : CedarValue.Of(-number.Value);
    }
}
