using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

/// <summary><c>a in b</c>: whether an entity is, or belongs to, the other entity or an entity of a set.</summary>
internal sealed class In(SourceSpan span, Expression left, Expression right) : Expression(span, Over(left, right))
{
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
        if (right is null)
        {
            return null;
        }

        return left is CedarValue.Entity entity ? Test(entity, right, evaluator) : evaluator.WrongType("(entity)", left);
    }

    /// <summary>The test itself, which <see cref="Is"/> shares.</summary>
    public static CedarValue? Test(CedarValue.Entity entity, CedarValue others, Evaluator evaluator)
    {
        if (others is CedarValue.Entity other)
        {
            return CedarValue.Of(evaluator.IsIn(entity, other.Uid));
        }

        if (others is not CedarValue.Set set)
        {
            return evaluator.WrongType("set or (entity)", others);
        }

        // Every item must be an entity, also the items after a match.
        var found = false;
        foreach (var item in set.Span)
        {
            if (item is not CedarValue.Entity one)
            {
                return evaluator.WrongType("(entity)", item);
            }

            found = found || evaluator.IsIn(entity, one.Uid);
        }

        return CedarValue.Of(found);
    }
}

/// <summary><c>a is Type</c> and <c>a is Type in b</c>. The operand <c>b</c> is evaluated only when the type matches.</summary>
internal sealed class Is(SourceSpan span, Expression target, string type, Expression? within)
    : Expression(span, Over(target, within ?? target))
{
    public Expression Target { get; } = target;

    public string Type { get; } = type;

    public Expression? Within { get; } = within;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = Target.Evaluate(evaluator);
        if (value is not CedarValue.Entity entity)
        {
            return value is null ? null : evaluator.WrongType("(entity)", value);
        }

        if (entity.Uid.Type != Type)
        {
            return CedarValue.Bool.False;
        }

        if (Within is null)
        {
            return CedarValue.Bool.True;
        }

        var others = Within.Evaluate(evaluator);
        return others is null ? null : In.Test(entity, others, evaluator);
    }
}
