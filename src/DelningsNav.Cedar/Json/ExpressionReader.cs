using System.Text;
using System.Text.Json;
using DelningsNav.Cedar.Extensions;

namespace DelningsNav.Cedar.Json;

/// <summary>Turns a JSON expression into policy text, with parentheses only where they are needed.</summary>
/// <remarks>
/// Every policy has a text (<see cref="CedarPolicy.Text"/>). JSON is therefore turned into text, and that text is parsed in the same way
/// as any other. There is only one grammar, one tree and one set of limits.
/// </remarks>
internal sealed partial class ExpressionReader(PolicyJsonReading reading, StringBuilder text)
{
    private readonly ValueReader _values = new(reading, text);

    /// <summary>Writes the expression, in parentheses if its place in the text requires a tighter binding.</summary>
    public void Read(JsonElement json, JsonPlace place, Binding least = Binding.Conditional)
    {
        if (!reading.Enter(place))
        {
            return;
        }

        if (OperatorOf(json, place) is { } found)
        {
            var inParentheses = Bindings.Of(found.Name) < least;
            text.Append(inParentheses ? "(" : string.Empty);
            ReadOperator(found.Name, found.Value, place.At(found.Name), least);
            text.Append(inParentheses ? ")" : string.Empty);
        }

        reading.Leave();
    }

    private JsonProperty? OperatorOf(JsonElement json, JsonPlace place)
    {
        var members = reading.Members(json, place);
        if (members is null or [_])
        {
            return members?[0];
        }

        reading.Note(place, members.Count == 0
            ? "expected an expression: an object with one operator"
            : $"an expression has one operator; found {members.Count}");
        return null;
    }

    private void ReadOperator(string name, JsonElement json, JsonPlace place, Binding least)
    {
        switch (name)
        {
            case "Value":
                _values.Read(json, place, least);
                break;
            case "Var":
                ReadVariable(json, place);
                break;
            case "!" or "neg":
                ReadSigns(name, json, place);
                break;
            case "||" or "&&" or "+" or "-" or "*":
                ReadChain(name, json, place);
                break;
            case "==" or "!=" or "<" or "<=" or ">" or ">=" or "in":
                ReadRelation(name, json, place);
                break;
            case "contains" or "containsAll" or "containsAny" or "getTag" or "hasTag":
                ReadMethod(name, json, place);
                break;
            case "isEmpty":
                ReadMember(reading.Members(json, place, ["arg"]), "arg", place, Binding.Access);
                text.Append(".isEmpty()");
                break;
            case ".":
                ReadAttribute(json, place);
                break;
            case "has":
                ReadHas(json, place);
                break;
            case "is":
                ReadIs(json, place);
                break;
            case "like":
                ReadLike(json, place);
                break;
            case "if-then-else":
                ReadConditional(json, place);
                break;
            case "Set":
                text.Append('[');
                _values.AppendAll([.. reading.Items(json, place)], Read);
                text.Append(']');
                break;
            case "Record":
                if (reading.Members(json, place) is { } attributes)
                {
                    _values.ReadRecord(attributes, place, Read);
                }

                break;
            default:
                ReadExtension(name, json, place);
                break;
        }
    }

    private void ReadExtension(string name, JsonElement json, JsonPlace place)
    {
        if (ExtensionFunction.Find(name) is { } function)
        {
            _values.ReadCall(function, json, place, Read);
            return;
        }

        reading.Note(place, name switch
        {
            "Slot" => "a slot is allowed only in the scope of a template",
            "Unknown" or "unknown" => "unknowns belong to partial evaluation and are not allowed in a policy",
            _ => "the operator or function is unknown",
        });
    }

    private void ReadMember(Dictionary<string, JsonElement>? members, string name, JsonPlace place, Binding least)
    {
        if (members is not null && members.TryGetValue(name, out var json))
        {
            Read(json, place.At(name), least);
        }
    }

    // A long chain in text is a deep left side in JSON. A loop follows it to the first operand and back.
    private void ReadChain(string name, JsonElement json, JsonPlace place)
    {
        var binding = Bindings.Of(name);
        var links = new Stack<(string Name, Dictionary<string, JsonElement> Members, JsonPlace Place)>();
        while (reading.Members(json, place, ["left", "right"]) is { } members)
        {
            links.Push((name, members, place));
            if (!members.TryGetValue("left", out var left) || SingleOperatorOf(left) is not { } inner || Bindings.Of(inner.Name) != binding)
            {
                ReadMember(members, "left", place, binding + 1);
                break;
            }

            (name, json, place) = (inner.Name, inner.Value, place.At("left").At(inner.Name));
        }

        foreach (var link in links)
        {
            text.Append(' ').Append(link.Name).Append(' ');
            ReadMember(link.Members, "right", link.Place, binding + 1);
        }
    }

    // Text allows at most four equal signs in a row, and a minus before digits would become part of the number.
    private void ReadSigns(string name, JsonElement json, JsonPlace place)
    {
        const int MaxSigns = 4;
        for (var count = 1; ; count++)
        {
            text.Append(name == "!" ? '!' : '-');
            var members = reading.Members(json, place, ["arg"]);
            JsonProperty? inner = members is not null && members.TryGetValue("arg", out var arg) ? SingleOperatorOf(arg) : null;
            if (inner?.Name != name || count == MaxSigns)
            {
                var hasDigits = name == "neg" && inner is { Name: "Value", Value: { ValueKind: JsonValueKind.Number } number }
                    && number.TryGetInt64(out var value) && value >= 0;
                ReadMember(members, "arg", place, hasDigits ? Binding.Parentheses : Binding.Access);
                return;
            }

            (json, place) = (inner.Value.Value, place.At("arg").At(name));
        }
    }

    private static JsonProperty? SingleOperatorOf(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.GetPropertyCount() == 1 ? json.EnumerateObject().First() : null;
}
