using System.Diagnostics;
using DelningsNav.Cedar.Evaluation;
using Attribute = DelningsNav.Cedar.Evaluation.Attribute;

namespace DelningsNav.Cedar.Json;

/// <summary>The part of the expression writer for operators with a form of their own.</summary>
internal sealed partial class ExpressionWriter
{
    private void AddValue(CedarValue value)
    {
        switch (value)
        {
            case CedarValue.Bool truth:
                json.WriteBoolean("Value", truth.Value);
                break;
            case CedarValue.Long number:
                json.WriteNumber("Value", number.Value);
                break;
            case CedarValue.String text:
                json.WriteString("Value", text.Value);
                break;
            case CedarValue.Entity entity:
                json.WriteStartObject("Value");
                json.WritePropertyName("__entity");
                json.WriteEntity(entity.Uid);
                json.WriteEndObject();
                break;
            case CedarValue.Decimal or CedarValue.Ip or CedarValue.Datetime or CedarValue.Duration or CedarValue.Set or CedarValue.Record:
                // A literal never has one of these kinds.
                throw new UnreachableException();
            default:
                throw new UnreachableException();
        }
    }

    private void AddAttribute(Attribute attribute)
    {
        json.WriteStartObject(".");
        AddPart("left", attribute.Target);
        json.WriteString("attr", attribute.Name);
        json.WriteEndObject();
    }

    private void AddHas(Has has)
    {
        json.WriteStartObject("has");
        AddPart("left", has.Target);
        if (has.Path is [var name])
        {
            json.WriteString("attr", name);
        }
        else
        {
            json.WriteStartArray("attr");
            foreach (var step in has.Path)
            {
                json.WriteStringValue(step);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void AddIs(Is type)
    {
        json.WriteStartObject("is");
        AddPart("left", type.Target);
        json.WriteString("entity_type", type.Type);
        if (type.Within is { } within)
        {
            AddPart("in", within);
        }

        json.WriteEndObject();
    }

    private void AddLike(Like like)
    {
        json.WriteStartObject("like");
        AddPart("left", like.Target);
        json.WriteStartArray("pattern");
        for (var i = 0; i < like.Pattern.Parts.Count; i++)
        {
            if (i > 0)
            {
                json.WriteStringValue("Wildcard");
            }

            if (like.Pattern.Parts[i] is { Length: > 0 } literal)
            {
                json.WriteStartObject();
                json.WriteString("Literal", literal);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void AddConditional(Conditional conditional)
    {
        json.WriteStartObject("if-then-else");
        AddPart("if", conditional.Test);
        AddPart("then", conditional.Then);
        AddPart("else", conditional.Otherwise);
        json.WriteEndObject();
    }

    private void AddItems(string name, Expression[] items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            Add(item);
        }

        json.WriteEndArray();
    }

    private void AddRecord(RecordExpression record)
    {
        json.WriteStartObject("Record");
        foreach (var (name, value) in record.Attributes)
        {
            AddPart(name, value);
        }

        json.WriteEndObject();
    }
}
