using System.Diagnostics;
using DelningsNav.Cedar.Evaluation;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Validation;

/// <summary>Gives each expression a number. Expressions that are written in the same way have the same number.</summary>
/// <remarks>
/// When <c>a.b</c> is known to exist, it exists wherever <c>a.b</c> is written. Numbers make comparing cheap, however large the
/// expressions are. Expressions that Cedar treats as equal, for example <c>a has b.c</c> and <c>a has b &amp;&amp; a.b has c</c>,
/// have the same number.
/// </remarks>
internal sealed class Shapes
{
    private readonly Dictionary<Shape, int> _numbers = [];
    private readonly Dictionary<Expression, int> _known = new(ReferenceEqualityComparer.Instance);

    public int Of(Expression expression)
    {
        if (!_known.TryGetValue(expression, out var number))
        {
            number = Number(expression);
            _known.Add(expression, number);
        }

        return number;
    }

    /// <summary>The number of <c>target.name</c>, given the number of the target.</summary>
    public int Attribute(int target, string name) => Number("attribute", name, target);

    public int Text(string text) => Number("literal", CedarValue.Of(text));

    private int Number(Expression expression) => expression switch
    {
        Literal literal => Number("literal", literal.Value),
        Variable variable => Number("variable", variable.Name),
        And all => Fold("and", all.Operands),
        Or any => Fold("or", any.Operands),
        Not not => Number("not", null, Of(not.Operand)),
        Conditional choice => Number("if", null, Of(choice.Test), Number("else", null, Of(choice.Then), Of(choice.Otherwise))),
        Equality { Negated: true } equality => Number("not", null, Number("equal", null, Of(equality.Left), Of(equality.Right))),
        Equality equality => Number("equal", null, Of(equality.Left), Of(equality.Right)),
        Comparison comparison => Number("compare", comparison.Order, Of(comparison.Left), Of(comparison.Right)),
        Sum sum => sum.Rest.Aggregate(Of(sum.First), (left, term) => Number("sum", term.Subtracted, left, Of(term.Expression))),
        Product product => Fold("product", product.Factors),
        Negation negation => Number("minus", null, Of(negation.Operand)),
        In within => Number("in", null, Of(within.Left), Of(within.Right)),
        Is { Within: { } within } test => Number("and", null, Is(test), Number("in", null, Of(test.Target), Of(within))),
        Is test => Is(test),
        Has has => Has(has),
        Like like => Number("like", string.Concat(like.Pattern.Parts.Select(p => $"{p.Length}:{p}")), Of(like.Target)),
        Attribute attribute => Attribute(Of(attribute.Target), attribute.Name),
        Tag tag => Number(tag.OnlyTest ? "hasTag" : "getTag", null, Of(tag.Target), Of(tag.Key)),
        SetTest test => Number("set", test.Question, Of(test.Target), Of(test.Argument)),
        IsEmpty test => Number("isEmpty", null, Of(test.Target)),
        SetExpression set => Items("items", set.Items),
        RecordExpression record => record.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal)
            .Aggregate(0, (left, attribute) => Number("record", attribute.Key, left, Of(attribute.Value))),
        ExtensionCall call => Items(call.Function.Name, call.Arguments),
        Unreadable => throw new UnreachableException(),
        _ => throw new UnreachableException(),
    };

    private int Is(Is test) => Number("is", test.Type, Of(test.Target));

    private int Has(Has has)
    {
        var (target, whole) = (Of(has.Target), -1);
        foreach (var name in has.Path)
        {
            var one = Number("has", name, target);
            whole = whole < 0 ? one : Number("and", null, whole, one);
            target = Attribute(target, name);
        }

        return whole;
    }

    private int Fold(string kind, Expression[] operands) =>
        operands.Skip(1).Aggregate(Of(operands[0]), (left, operand) => Number(kind, null, left, Of(operand)));

    private int Items(string kind, Expression[] items) =>
        items.Aggregate(Number(kind, items.Length), (left, item) => Number(kind, null, left, Of(item)));

    private int Number(string kind, object? value = null, int left = -1, int right = -1)
    {
        var shape = new Shape(kind, value, left, right);
        if (!_numbers.TryGetValue(shape, out var number))
        {
            number = _numbers.Count + 1;
            _numbers.Add(shape, number);
        }

        return number;
    }

    private readonly record struct Shape(string Kind, object? Value, int Left, int Right);
}
