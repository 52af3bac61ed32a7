using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;
using DelningsNav.Cedar.Schema;

namespace DelningsNav.Cedar.Validation;

/// <summary>Finds entity types, entities and actions that a policy names and the schema does not have.</summary>
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

            foreach (var part in ExpressionParts.Of(next))
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
                var hint = Spelling.Hint(uid.ToString(), schema.Actions.Keys.Select(a => a.ToString()));
                problems.Add(span, $"`{uid}` is not an action of the schema{hint}");
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
            var more = type.Ids!.Count > Few ? ", …" : string.Empty;
            problems.Add(span, $"`{uid}` is not one of the entities that the type {type.Name} has: {string.Join(", ", ids)}{more}");
        }
    }
}
