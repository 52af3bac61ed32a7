using System.Diagnostics;
using System.Text.Json;
using DelningsNav.Cedar.Evaluation;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Json;

/// <summary>Writes expressions as JSON: each is an object with its operator as the single member.</summary>
internal sealed partial class ExpressionWriter(Utf8JsonWriter json)
{
    public void Add(Expression expression)
    {
        switch (expression)
        {
            case And and:
                AddChain(and.Operands[0], [.. and.Operands.Skip(1).Select(operand => ("&&", operand))]);
                break;
            case Or or:
                AddChain(or.Operands[0], [.. or.Operands.Skip(1).Select(operand => ("||", operand))]);
                break;
            case Sum sum:
                AddChain(sum.First, [.. sum.Rest.Select(term => (term.Subtracted ? "-" : "+", term.Expression))]);
                break;
            case Product product:
                AddChain(product.Factors[0], [.. product.Factors.Skip(1).Select(factor => ("*", factor))]);
                break;
            default:
                json.WriteStartObject();
                AddOperator(expression);
                json.WriteEndObject();
                break;
        }
    }

    private void AddOperator(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                AddValue(literal.Value);
                break;
            case Variable variable:
                json.WriteString("Var", NameOf(variable.Name));
                break;
            case Not not:
                AddUnary("!", not.Operand);
                break;
            case Negation negation:
                AddUnary("neg", negation.Operand);
                break;
            case IsEmpty test:
                AddUnary("isEmpty", test.Target);
                break;
            case Equality equality:
                AddBinary(equality.Negated ? "!=" : "==", equality.Left, equality.Right);
                break;
            case Comparison comparison:
                AddBinary(NameOf(comparison.Order), comparison.Left, comparison.Right);
                break;
            case In within:
                AddBinary("in", within.Left, within.Right);
                break;
            case SetTest test:
                AddBinary(NameOf(test.Question), test.Target, test.Argument);
                break;
            case Tag tag:
                AddBinary(tag.OnlyTest ? "hasTag" : "getTag", tag.Target, tag.Key);
                break;
            case Attribute attribute:
                AddAttribute(attribute);
                break;
            case Has has:
                AddHas(has);
                break;
            case Is type:
                AddIs(type);
                break;
            case Like like:
                AddLike(like);
                break;
            case Conditional conditional:
                AddConditional(conditional);
                break;
            case SetExpression set:
                AddItems("Set", set.Items);
                break;
            case RecordExpression record:
                AddRecord(record);
                break;
            case ExtensionCall call:
                AddItems(call.Function.Name, call.Arguments);
                break;
            case And or Or or Sum or Product:
                // These are chains, which `Add` writes.
                throw new UnreachableException();
            case Unreadable:
                throw new UnreachableException();
            default:
                throw new UnreachableException();
        }
    }

    // The last operator of a chain is the outermost object. All objects are therefore opened before the first operand is written. This
    // is a loop and not a recursion, because chains may be long.
    private void AddChain(Expression first, (string Operator, Expression Operand)[] rest)
    {
        foreach (var (name, _) in rest.AsEnumerable().Reverse())
        {
            json.WriteStartObject();
            json.WriteStartObject(name);
            json.WritePropertyName("left");
        }

        Add(first);
        foreach (var (_, operand) in rest)
        {
            AddPart("right", operand);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private void AddUnary(string name, Expression operand)
    {
        json.WriteStartObject(name);
        AddPart("arg", operand);
        json.WriteEndObject();
    }

    private void AddBinary(string name, Expression left, Expression right)
    {
        json.WriteStartObject(name);
        AddPart("left", left);
        AddPart("right", right);
        json.WriteEndObject();
    }

    private void AddPart(string name, Expression part)
    {
        json.WritePropertyName(name);
        Add(part);
    }

    private static string NameOf(VariableName name) => name switch
    {
        VariableName.Principal => "principal",
        VariableName.Action => "action",
        VariableName.Resource => "resource",
        VariableName.Context => "context",
    };

    private static string NameOf(Order order) => order switch
    {
        Order.Less => "<",
        Order.LessOrEqual => "<=",
        Order.Greater => ">",
        Order.GreaterOrEqual => ">=",
    };

    private static string NameOf(SetQuestion question) => question switch
    {
        SetQuestion.Contains => "contains",
        SetQuestion.ContainsAll => "containsAll",
        SetQuestion.ContainsAny => "containsAny",
    };
}
