using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Evaluation;

internal enum SetQuestion
{
    Contains,
    ContainsAll,
    ContainsAny,
}

/// <summary><c>a.contains(b)</c>, <c>a.containsAll(b)</c> and <c>a.containsAny(b)</c>.</summary>
internal sealed class SetTest(SourceSpan span, SetQuestion question, Expression target, Expression argument)
    : Expression(span, Over(target, argument))
{
    public SetQuestion Question { get; } = question;

    public Expression Target { get; } = target;

    public Expression Argument { get; } = argument;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var target = Target.Evaluate(evaluator);
        if (target is null)
        {
            return null;
        }

        var argument = Argument.Evaluate(evaluator);
        if (argument is null)
        {
            return null;
        }

        if (target is not CedarValue.Set set)
        {
            return evaluator.WrongType("set", target);
        }

        var others = argument as CedarValue.Set;
        if (others is null && Question != SetQuestion.Contains)
        {
            return evaluator.WrongType("set", argument);
        }

        return CedarValue.Of(Question switch
        {
            SetQuestion.Contains => set.Contains(argument),
            SetQuestion.ContainsAll => set.ContainsAll(others!),
            SetQuestion.ContainsAny => set.ContainsAny(others!),
        });
    }
}

/// <summary><c>a.isEmpty()</c></summary>
internal sealed class IsEmpty(SourceSpan span, Expression target) : Expression(span, Over(target))
{
    public Expression Target { get; } = target;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        var value = Target.Evaluate(evaluator);
        if (value is not CedarValue.Set set)
        {
            return value is null ? null : evaluator.WrongType("set", value);
        }

        return CedarValue.Of(set.Items.Count == 0);
    }
}

/// <summary><c>[a, b, c]</c>, built only once if no part of it depends on the request.</summary>
internal sealed class SetExpression(SourceSpan span, Expression[] items) : Expression(span, Over(items))
{
    public Expression[] Items { get; } = items;

    public override CedarValue? Constant { get; } =
        items.All(i => i.Constant is not null) ? new CedarValue.Set([.. items.Select(i => i.Constant!)]) : null;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        if (Constant is not null)
        {
            return Constant;
        }

        var values = new CedarValue[Items.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (Items[i].Evaluate(evaluator) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return new CedarValue.Set(values);
    }
}

/// <summary><c>{name: a, "other": b}</c>, built only once if no part of it depends on the request.</summary>
internal sealed class RecordExpression(SourceSpan span, KeyValuePair<string, Expression>[] attributes)
    : Expression(span, Over(attributes.Select(a => a.Value)))
{
    private readonly RecordLayout _layout = new(attributes.Select(a => a.Key));

    public KeyValuePair<string, Expression>[] Attributes { get; } = attributes;

    public override CedarValue? Constant { get; } = attributes.All(a => a.Value.Constant is not null)
        ? new CedarValue.Record([.. attributes.Select(a => KeyValuePair.Create(a.Key, a.Value.Constant!))])
        : null;

    public override CedarValue? Evaluate(Evaluator evaluator)
    {
        if (Constant is not null)
        {
            return Constant;
        }

        var values = new CedarValue?[Attributes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (Attributes[i].Value.Evaluate(evaluator) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return new CedarValue.Record(_layout, values);
    }
}
