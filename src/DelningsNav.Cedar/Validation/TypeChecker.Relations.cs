using System.Collections.Immutable;
using System.Diagnostics;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Schema;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Validation;

/// <summary>The part for equality, order, membership and sets.</summary>
internal sealed partial class TypeChecker
{
    private Typed CheckEquality(Equality equality, ImmutableHashSet<Capability> known)
    {
        var (left, right) = (Check(equality.Left, known).Type, Check(equality.Right, known).Type);
        if (left is null || right is null)
        {
            return null;
        }

        bool? outcome = null;
        if (ValueOf(equality.Left) is { } one && ValueOf(equality.Right) is { } other)
        {
            outcome = one.Equals(other);
        }
        else if (SchemaType.Join(left, right) is null)
        {
            // Entities of two types are never equal, and policies for several kinds of requests may rely on that.
            if (left is not EntityReference || right is not EntityReference)
            {
                problems.Add(
                    equality.Span,
                    $"only values of one type can be compared; `{problems.Quote(equality.Left)}` is {left} "
                    + $"and `{problems.Quote(equality.Right)}` is {right}");
                return null;
            }

            outcome = false;
        }

        return outcome is { } equal ? TruthType.Of(equal != equality.Negated) : SchemaType.Bool;
    }

    private Typed CheckComparison(Comparison comparison, ImmutableHashSet<Capability> known)
    {
        var (left, right) = (Check(comparison.Left, known).Type, Check(comparison.Right, known).Type);
        var sound = left is not null && right is not null;
        if (left is not null && !HasOrder(left))
        {
            Expected(right is not null && HasOrder(right) ? right.ToString() : "Long, datetime or duration", comparison.Left, left);
            sound = false;
        }
        else if (left is not null && right is not null && !ReferenceEquals(left, right))
        {
            Expected(left.ToString(), comparison.Right, right);
            sound = false;
        }

        return sound ? SchemaType.Bool : null;
    }

    private static bool HasOrder(SchemaType type) =>
        ReferenceEquals(type, SchemaType.Long) || ReferenceEquals(type, SchemaType.Datetime) || ReferenceEquals(type, SchemaType.Duration);

    private Typed CheckIn(Expression left, Expression right, ImmutableHashSet<Capability> known)
    {
        var entity = CheckEntity(left, known);
        var others = Check(right, known).Type;
        if (others is null)
        {
            return null;
        }

        if ((others is SetType set ? set.Element : others) is not EntityReference other)
        {
            Expected("an entity or a set of entities", right, others);
            return null;
        }

        if (entity is null)
        {
            return null;
        }

        // The schema declares which actions belong to which. The result is therefore known when every action is given by its name.
        if (ActionOf(left) is { } action && EntitiesOf(right) is { } named)
        {
            return TruthType.Of(named.Exists(uid => schema.IsIn(action, uid)));
        }

        return TruthType.Of(schema.MayBeIn(entity, other.EntityType) ? null : false);
    }

    private Typed CheckIs(Is test, ImmutableHashSet<Capability> known)
    {
        if (CheckEntity(test.Target, known) is not { } type)
        {
            return null;
        }

        if (type != test.Type)
        {
            return SchemaType.False;
        }

        return test.Within is null ? SchemaType.True : CheckIn(test.Target, test.Within, known);
    }

    private Typed CheckSetTest(SetTest test, ImmutableHashSet<Capability> known)
    {
        var element = CheckSet(test.Target, known);
        var wanted = test.Question == SetQuestion.Contains ? Check(test.Argument, known).Type : CheckSet(test.Argument, known);
        if (element is null || wanted is null)
        {
            return null;
        }

        if (SchemaType.Join(element, wanted) is null)
        {
            problems.Add(
                test.Span, $"the set has items of the type {element}, so none of them can be {wanted}; compare values of one type");
            return null;
        }

        return SchemaType.Bool;
    }

    // The type of the set's items, or null after noting that it is not a set.
    private SchemaType? CheckSet(Expression expression, ImmutableHashSet<Capability> known)
    {
        var type = Check(expression, known).Type;
        if (type is not (null or SetType))
        {
            Expected("a set", expression, type);
        }

        return (type as SetType)?.Element;
    }

    // The value of a literal. The action of a kind of requests counts as a literal.
    private CedarValue? ValueOf(Expression expression) => expression switch
    {
        Literal literal => literal.Value,
        Variable { Name: VariableName.Action } => CedarValue.Of(request.Action.Uid),

        // The official parser turns `true || false` into the literal `true`, and evaluates nothing else before it finds types.
        And all => TruthsOf(all.Operands) is { } truths ? CedarValue.Of(truths.TrueForAll(truth => truth)) : null,
        Or any => TruthsOf(any.Operands) is { } truths ? CedarValue.Of(truths.Exists(truth => truth)) : null,
        Variable or Not or Conditional or Attribute or Has or Tag or Equality or Comparison or In or Is or Like or Sum or Product
            or Negation or SetTest or IsEmpty or SetExpression or RecordExpression or ExtensionCall or Unreadable => null,
        _ => throw new UnreachableException(),
    };

    private List<bool>? TruthsOf(IReadOnlyList<Expression> operands)
    {
        var truths = operands.Select(ValueOf).OfType<CedarValue.Bool>().Select(truth => truth.Value).ToList();
        return truths.Count == operands.Count ? truths : null;
    }

    private EntityUid? ActionOf(Expression expression) =>
        ValueOf(expression) is CedarValue.Entity { Uid: var uid } && schema.Actions.ContainsKey(uid) ? uid : null;

    private List<EntityUid>? EntitiesOf(Expression expression)
    {
        var items = expression is SetExpression set ? set.Items : [expression];
        var named = items.Select(ValueOf).OfType<CedarValue.Entity>().Select(e => e.Uid).ToList();
        return named.Count == items.Length ? named : null;
    }
}
