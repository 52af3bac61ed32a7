using System.Collections.Immutable;
using System.Diagnostics;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Schema;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Validation;

/// <summary>Finds the types of a policy's expressions for one kind of request, and notes what does not fit.</summary>
/// <remarks>
/// The rules are those of Cedar's strict validation. An expression that can never be evaluated, for example the second operand of
/// <c>false &amp;&amp; …</c>, is not checked. Policies for several kinds of requests rely on that. Unknown entity types and actions
/// are noted by <see cref="NameCheck"/>, which checks every expression.
/// </remarks>
internal sealed partial class TypeChecker(CedarSchema schema, RequestKind request, Shapes shapes, PolicyProblems problems)
{
    /// <summary>
    /// The types that were found, or null when the caller does not need them. An expression that is never evaluated has no type.
    /// </summary>
    public Dictionary<Expression, SchemaType?>? Types { get; init; }

    /// <summary>The type of the expression, given what is known to exist when it is evaluated.</summary>
    public Typed Check(Expression expression, ImmutableHashSet<Capability> known)
    {
        var found = Find(expression, known);
        Types?[expression] = found.Type;
        return found;
    }

    private Typed Find(Expression expression, ImmutableHashSet<Capability> known) => expression switch
    {
        Literal literal => TypeOf(literal.Value),
        Variable variable => TypeOf(variable.Name),
        And all => CheckAnd(all, known),
        Or any => CheckOr(any, known),
        Not not => Negate(CheckTruth(not.Operand, known).Type),
        Conditional choice => CheckConditional(choice, known),
        Attribute attribute => CheckAttribute(attribute, known),
        Has has => CheckHas(has, known),
        Tag tag => CheckTag(tag, known),
        Equality equality => CheckEquality(equality, known),
        Comparison comparison => CheckComparison(comparison, known),
        In within => CheckIn(within.Left, within.Right, known),
        Is test => CheckIs(test, known),
        Like like => Demand(like.Target, known, SchemaType.String) ? SchemaType.Bool : null,
        Sum sum => CheckNumbers([sum.First, .. sum.Rest.Select(t => t.Expression)], known),
        Product product => CheckNumbers(product.Factors, known),
        Negation negation => CheckNumbers([negation.Operand], known),
        SetTest test => CheckSetTest(test, known),
        IsEmpty test => CheckSet(test.Target, known) is null ? null : SchemaType.Bool,
        SetExpression set => CheckSetExpression(set, known),
        RecordExpression record => CheckRecordExpression(record, known),
        ExtensionCall call => CheckCall(call, known),
        Unreadable => throw new UnreachableException(),
        _ => throw new UnreachableException(),
    };

    /// <summary>Checks an expression that must be a boolean.</summary>
    public Typed CheckTruth(Expression expression, ImmutableHashSet<Capability> known)
    {
        var found = Check(expression, known);
        return found.Type is null or TruthType ? found : found with { Type = Expected("Bool", expression, found.Type) };
    }

    public static SchemaType? Negate(SchemaType? type) => type is TruthType truth ? TruthType.Of(!truth.Known) : null;

    // Whether the expression has exactly the type. If not, the problem is noted.
    private bool Demand(Expression expression, ImmutableHashSet<Capability> known, SchemaType type)
    {
        var found = Check(expression, known).Type;
        if (found is not null && !ReferenceEquals(found, type))
        {
            Expected(type.ToString(), expression, found);
        }

        return ReferenceEquals(found, type);
    }

    private SchemaType? Expected(string type, Expression expression, SchemaType found)
    {
        problems.Add(expression.Span, $"expected {type}, but `{problems.Quote(expression)}` is {found}");
        return null;
    }

    private SchemaType? TypeOf(CedarValue value) => value switch
    {
        CedarValue.Bool truth => TruthType.Of(truth.Value),
        CedarValue.Long => SchemaType.Long,
        CedarValue.String => SchemaType.String,
        CedarValue.Entity { Uid: var uid } => Exists(uid) ? new EntityReference(uid.Type) : null,

        // A literal never has one of these kinds.
        CedarValue.Decimal or CedarValue.Ip or CedarValue.Datetime or CedarValue.Duration or CedarValue.Set or CedarValue.Record =>
            throw new UnreachableException(),
        _ => throw new UnreachableException(),
    };

    private bool Exists(EntityUid uid) => uid.IsAction
        ? schema.Actions.ContainsKey(uid)
        : schema.EntityTypes.TryGetValue(uid.Type, out var type) && type.Has(uid.Id);

    private SchemaType TypeOf(VariableName variable) => variable switch
    {
        VariableName.Principal => new EntityReference(request.Principal),
        VariableName.Action => new EntityReference(request.Action.Uid.Type),
        VariableName.Resource => new EntityReference(request.Resource),
        VariableName.Context => request.Action.Context,
    };

    private Typed CheckNumbers(IEnumerable<Expression> operands, ImmutableHashSet<Capability> known)
    {
        var sound = true;
        foreach (var operand in operands)
        {
            sound &= Demand(operand, known, SchemaType.Long);
        }

        return sound ? SchemaType.Long : null;
    }

    private Typed CheckSetExpression(SetExpression set, ImmutableHashSet<Capability> known)
    {
        if (set.Items.Length == 0)
        {
            problems.Add(set.Span, "the type of an empty set is not known; use `.isEmpty()` to test for one");
            return null;
        }

        SchemaType? element = null;
        var sound = true;
        foreach (var item in set.Items)
        {
            var type = Check(item, known).Type;
            if (element is not null && type is not null && SchemaType.Join(element, type) is null)
            {
                problems.Add(
                    item.Span, $"the items of a set must have one type; `{problems.Quote(item)}` is {type}, those before it are {element}");
                sound = false;
                continue;
            }

            sound &= type is not null;
            element = element is null ? type : type is null ? element : SchemaType.Join(element, type);
        }

        return sound && element is not null ? new SetType(element) : null;
    }

    private Typed CheckRecordExpression(RecordExpression record, ImmutableHashSet<Capability> known)
    {
        var attributes = new Dictionary<string, AttributeType>(StringComparer.Ordinal);
        foreach (var (name, value) in record.Attributes)
        {
            if (Check(value, known).Type is { } type)
            {
                attributes.Add(name, new AttributeType(type, IsRequired: true));
            }
        }

        return attributes.Count == record.Attributes.Length ? new RecordType(attributes) : null;
    }

    private Typed CheckCall(ExtensionCall call, ImmutableHashSet<Capability> known)
    {
        var signature = Signature.Of(call.Function);
        if (signature.IsConstructor)
        {
            return CheckConstructor(call, signature);
        }

        if (call.Arguments.Length != signature.Parameters.Length)
        {
            var expected = signature.Parameters.Length == 1 ? "no arguments" : "one argument";
            problems.Add(call.Span, $"`{call.Function.Name}` takes {expected}, not {call.Arguments.Length - 1}");
            return null;
        }

        var sound = true;
        foreach (var (argument, type) in call.Arguments.Zip(signature.Parameters))
        {
            sound &= Demand(argument, known, type);
        }

        return sound ? signature.Result : null;
    }

    // Only a literal can be checked before it is evaluated.
    private Typed CheckConstructor(ExtensionCall call, Signature signature)
    {
        if (call.Arguments is not [Literal { Value: CedarValue.String }])
        {
            var name = call.Function.Name;
            problems.Add(call.Span, $"`{name}` takes one string literal, such as `{name}(\"{signature.Example}\")`");
            return null;
        }

        if (call.Constant is null)
        {
            var failure = new Failure();
            call.Function.Call([call.Arguments[0].Constant!], failure);
            problems.Add(call.Span, failure.Message);
            return null;
        }

        return signature.Result;
    }
}
