using System.Collections.Immutable;
using System.Diagnostics;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;
using DelningsNav.Cedar.Schema;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Validation;

/// <summary>Finds where a policy reads entities that are too many steps away from the request (RFC 76 of the Cedar project).</summary>
/// <remarks>
/// The entities that a request names are zero steps away. An entity in an attribute or a tag is one step further away than the
/// entity that has it. To read an entity, or to test what it belongs to, that entity and all entities on the way are needed. An
/// expression that is never evaluated has no type and is not checked. The recursion is limited, because expressions are nested no deeper
/// than <see cref="Expression.MaxDepth"/>.
/// </remarks>
internal sealed class LevelCheck(
    CedarSchema schema, RequestKind request, IReadOnlyDictionary<Expression, SchemaType?> types, int level, PolicyProblems problems)
{
    public void Check(ScopeConstraint constraint, SourceSpan span)
    {
        if (level == 0 && constraint.Kind is (ScopeKind.In or ScopeKind.IsIn))
        {
            problems.Add(span, "`in` in the scope needs level 1, but the policy is checked for level 0");
        }
    }

    public void Check(Expression expression)
    {
        if (!types.ContainsKey(expression))
        {
            return;
        }

        switch (expression)
        {
            case Attribute { Target: var target } when types[target] is EntityReference:
                CheckReading(expression, LevelOf(target, []));
                break;
            case Has has:
                CheckSteps(has);
                break;
            case Tag tag:
                CheckReading(tag, LevelOf(tag.Target, []));
                Check(tag.Key);
                break;
            case In within:
                CheckReading(within, LevelOf(within.Left, []));
                Check(within.Right);
                break;
            case Is { Within: { } within } test when types.ContainsKey(within):
                CheckReading(test, LevelOf(test.Target, []));
                Check(within);
                break;
            case Attribute or Is or And or Or or Not or Conditional or Equality or Comparison or Like or Sum or Product or Negation
                or SetTest or IsEmpty or SetExpression or RecordExpression or ExtensionCall or Literal or Variable:
                foreach (var part in ExpressionParts.Of(expression))
                {
                    Check(part);
                }

                break;
            case Unreadable:
            default:
                throw new UnreachableException();
        }
    }

    // Each step that starts from an entity reads that entity. The first such entity is the result of the steps before it.
    private void CheckSteps(Has has)
    {
        var (type, steps) = (types[has.Target], new List<string>());
        int? reached = null;
        foreach (var step in has.Path)
        {
            if (type is EntityReference)
            {
                reached = reached is { } before ? before + 1 : LevelOf(has.Target, [.. Enumerable.Reverse(steps)]);
                CheckReading(has, reached.Value);
            }

            steps.Add(step);
            type = type is null ? null : schema.AttributesOf(type)?.GetValueOrDefault(step).Type;
        }

        if (reached is null)
        {
            Check(has.Target);
        }
    }

    /// <summary>The number of steps to the entity that is the value of the expression, after the steps within records.</summary>
    private int LevelOf(Expression expression, ImmutableStack<string> steps)
    {
        switch (expression)
        {
            case Variable:
                return 0;
            case Literal { Value: CedarValue.Entity { Uid: var uid } }:
                if (!uid.Equals(request.Action.Uid))
                {
                    problems.Add(expression.Span, $"`{uid}` cannot be read at any level, since the request need not name it");
                }

                return 0;
            case Conditional choice:
                Check(choice.Test);
                return new[] { choice.Then, choice.Otherwise }.Where(types.ContainsKey).Max(branch => LevelOf(branch, steps));
            case Attribute attribute when types[attribute.Target] is EntityReference:
                return LevelOf(attribute.Target, []) + 1;
            case Attribute attribute:
                return LevelOf(attribute.Target, steps.Push(attribute.Name));
            case Tag tag:
                Check(tag.Key);
                return LevelOf(tag.Target, []) + 1;
            case RecordExpression record:
                return LevelWithin(record, steps);
            case Literal or And or Or or Not or Has or Equality or Comparison or In or Is or Like or Sum or Product or Negation
                or SetTest or IsEmpty or SetExpression or ExtensionCall or Unreadable:
                // The values of these expressions are never entities.
                throw new UnreachableException();
            default:
                throw new UnreachableException();
        }
    }

    private int LevelWithin(RecordExpression record, ImmutableStack<string> steps)
    {
        var rest = steps.Pop(out var name);
        var reached = 0;
        foreach (var (other, value) in record.Attributes)
        {
            if (other == name)
            {
                reached = LevelOf(value, rest);
            }
            else
            {
                Check(value);
            }
        }

        return reached;
    }

    private void CheckReading(Expression expression, int reached)
    {
        if (reached >= level)
        {
            problems.Add(
                expression.Span,
                $"`{problems.Quote(expression)}` needs level {reached + 1}, but the policy is checked for level {level}");
        }
    }
}
