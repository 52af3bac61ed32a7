using System.Diagnostics;
using DelningsNav.Cedar.Evaluation;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Validation;

/// <summary>Gives the operands of expressions.</summary>
internal static class ExpressionParts
{
    /// <summary>The direct operands of an expression, in the order they were written.</summary>
    public static IEnumerable<Expression> Of(Expression expression) => expression switch
    {
        And all => all.Operands,
        Or any => any.Operands,
        Not not => [not.Operand],
        Conditional choice => [choice.Test, choice.Then, choice.Otherwise],
        Attribute attribute => [attribute.Target],
        Has has => [has.Target],
        Tag tag => [tag.Target, tag.Key],
        Equality equality => [equality.Left, equality.Right],
        Comparison comparison => [comparison.Left, comparison.Right],
        In within => [within.Left, within.Right],
        Is { Within: { } within } test => [test.Target, within],
        Is test => [test.Target],
        Like like => [like.Target],
        Sum sum => [sum.First, .. sum.Rest.Select(t => t.Expression)],
        Product product => product.Factors,
        Negation negation => [negation.Operand],
        SetTest test => [test.Target, test.Argument],
        IsEmpty test => [test.Target],
        SetExpression set => set.Items,
        RecordExpression record => record.Attributes.Select(a => a.Value),
        ExtensionCall call => call.Arguments,
        Literal or Variable or Unreadable => [],
        _ => throw new UnreachableException(),
    };
}
