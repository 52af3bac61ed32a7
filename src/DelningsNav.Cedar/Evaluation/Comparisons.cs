using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary>
/// <c>a == b</c> and <c>a != b</c>. Values of different types are unequal, and a comparison of such values is not an error.
/// </summary>
internal sealed class Equality(SourceSpan span, Expression left, Expression right, bool negated) : Expression(span, Over(left, right))
{
    public Expression Left { get; } = left;

    public Expression Right { get; } = right;

    public bool Negated { get; } = negated;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var left = Left.Evaluate(evaluator);
        if (left is null)
        {
            return null;
        }

        var right = Right.Evaluate(evaluator);
        return right is null ? null : CedarValue.Of(left.Equals(right) != Negated);
    }
}

internal enum Order
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary><c>&lt; &lt;= &gt; &gt;=</c> between two longs, two datetimes or two durations.</summary>
internal sealed class Comparison(SourceSpan span, Order order, Expression left, Expression right) : Expression(span, Over(left, right))
{
    public Order Order { get; } = order;

    public Expression Left { get; } = left;

    public Expression Right { get; } = right;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var left = Left.Evaluate(evaluator);
        if (left is null)
        {
            return null;
        }

        var right = Right.Evaluate(evaluator);
        return (left, right) switch
        {
            (_, null) => null,
            (CedarValue.Long l, CedarValue.Long r) => Compare(l.Value, r.Value),
            (CedarValue.Datetime l, CedarValue.Datetime r) => Compare(l.EpochMilliseconds, r.EpochMilliseconds),
            (CedarValue.Duration l, CedarValue.Duration r) => Compare(l.Milliseconds, r.Milliseconds),
            (CedarValue.Long or CedarValue.Datetime or CedarValue.Duration, _) => evaluator.WrongType(left.TypeName, right),
            (_, CedarValue.Long or CedarValue.Datetime or CedarValue.Duration) => evaluator.WrongType(right.TypeName, left),
            _ => evaluator.WrongType("long, datetime or duration", left),
        };
    }

    private CedarValue.Bool Compare(long left, long right) => CedarValue.Of(Order switch
    {
        Order.Less => left < right,
        Order.LessOrEqual => left <= right,
        Order.Greater => left > right,
        Order.GreaterOrEqual => left >= right,
    });
}
