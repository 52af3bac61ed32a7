using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;
using DelningsNav.Cedar.Schema;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Validation;

/// <summary>Finds entity types, entities and actions that a policy names and the schema does not have, wherever they stand.</summary>
internal sealed class NameCheck(CedarSchema schema, PolicyProblems problems)
{
    public void Check(ScopeConstraint constraint, SourceSpan span)
    {
        if (constraint.Type is { } type)
        {
            CheckType(type, span);
        }

        foreach (var uid in constraint.Entities.TakeWhile(_ => !problems.IsFull))
        {
            CheckEntity(uid, span);
        }
    }

    public void Check(Expression expression)
    {
        var waiting = new Stack<Expression>([expression]);
        while (waiting.TryPop(out var next) && !problems.IsFull)
        {
            if (next is Literal { Value: CedarValue.Entity { Uid: var uid } })
            {
                CheckEntity(uid, next.Span);
            }
            else if (next is Is test)
            {
                CheckType(test.Type, next.Span);
            }

            foreach (var part in PartsOf(next))
            {
                waiting.Push(part);
            }
        }
    }

    private void CheckType(string type, SourceSpan span)
    {
        if (!schema.Knows(type))
        {
            problems.Add(span, $"`{type}` is not an entity type of the schema{Spelling.Hint(type, schema.EntityTypes.Keys)}");
        }
    }

    private void CheckEntity(EntityUid uid, SourceSpan span)
    {
        if (uid.IsAction)
        {
            if (!schema.Actions.ContainsKey(uid))
            {
                problems.Add(span, $"`{uid}` is not an action of the schema{Spelling.Hint(uid.ToString(), schema.Actions.Keys.Select(a => a.ToString()))}");
            }
        }
        else if (!schema.EntityTypes.TryGetValue(uid.Type, out var type))
        {
            CheckType(uid.Type, span);
        }
        else if (!type.Has(uid.Id))
        {
            const int Few = 5;
            var ids = type.Ids!.Take(Few).Select(id => $"`{CedarText.Quote(id)}`");
            problems.Add(span, $"`{uid}` is not one of the entities that the type {type.Name} has: {string.Join(", ", ids)}{(type.Ids!.Count > Few ? ", …" : string.Empty)}");
        }
    }

    private static IEnumerable<Expression> PartsOf(Expression expression) => expression switch
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
        _ => [],
    };
}
