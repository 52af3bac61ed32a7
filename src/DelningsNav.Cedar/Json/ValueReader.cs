using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DelningsNav.Cedar.Entities;
using DelningsNav.Cedar.Extensions;

namespace DelningsNav.Cedar.Json;

/// <summary>Turns the content of <c>Value</c> into policy text. The content has the form of entities' attributes.</summary>
internal sealed class ValueReader(PolicyJsonReading reading, StringBuilder text)
{
    public void Read(JsonElement json, JsonPlace place, Binding least)
    {
        if (!reading.Enter(place))
        {
            return;
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                text.Append(json.GetBoolean() ? "true" : "false");
                break;
            case JsonValueKind.Number:
                ReadNumber(json, place, least);
                break;
            case JsonValueKind.String:
                text.Append(CedarText.Quote(json.GetString()!));
                break;
            case JsonValueKind.Array:
                text.Append('[');
                AppendAll([.. reading.Items(json, place)], Read);
                text.Append(']');
                break;
            case JsonValueKind.Object:
                ReadObject(json, place);
                break;
            case JsonValueKind.Null:
                reading.Note(place, "null is not a Cedar value");
                break;
            case JsonValueKind.Undefined:
            default:
                throw new UnreachableException();
        }

        reading.Leave();
    }

    /// <summary>Writes a call. The receiver of a method is the first argument. <paramref name="read"/> reads the arguments.</summary>
    public void ReadCall(
        ExtensionFunction function, JsonElement arguments, JsonPlace place, Action<JsonElement, JsonPlace, Binding> read)
    {
        var all = reading.Items(arguments, place).ToList();
        if (function.Style == CallStyle.Method)
        {
            if (all.Count == 0)
            {
                if (arguments.ValueKind == JsonValueKind.Array)
                {
                    reading.Note(place, $"`{function.Name}` is a method; its first argument is the value that it is called on");
                }

                return;
            }

            read(all[0].Item, all[0].Place, Binding.Access);
            text.Append('.');
            all.RemoveAt(0);
        }

        text.Append(function.Name).Append('(');
        AppendAll(all, read);
        text.Append(')');
    }

    /// <summary>Writes the items with commas between them.</summary>
    public void AppendAll(List<(JsonElement Item, JsonPlace Place)> items, Action<JsonElement, JsonPlace, Binding> read)
    {
        var between = string.Empty;
        foreach (var (item, place) in items)
        {
            text.Append(between);
            read(item, place, Binding.Conditional);
            between = ", ";
        }
    }

    /// <summary>Writes <c>{"name": value}</c>. Any text may be a name.</summary>
    public void ReadRecord(List<JsonProperty> members, JsonPlace place, Action<JsonElement, JsonPlace, Binding> read)
    {
        var between = "{";
        foreach (var member in members)
        {
            text.Append(between).Append(CedarText.Quote(member.Name)).Append(": ");
            read(member.Value, place.At(member.Name), Binding.Conditional);
            between = ", ";
        }

        text.Append(members.Count == 0 ? "{}" : "}");
    }

    private void ReadNumber(JsonElement json, JsonPlace place, Binding least)
    {
        if (!JsonReading.TryGetNumber(json, out var number))
        {
            reading.Note(place, $"numbers must be whole and lie between {long.MinValue} and {long.MaxValue}");
            return;
        }

        var inParentheses = number < 0 && least > Binding.Sign;
        text.Append(CultureInfo.InvariantCulture, $"{(inParentheses ? "(" : "")}{number}{(inParentheses ? ")" : "")}");
    }

    // An object is a record unless its only member is a mark.
    private void ReadObject(JsonElement json, JsonPlace place)
    {
        if (reading.Members(json, place) is not { } members)
        {
            return;
        }

        switch (members is [var only] ? only.Name : null)
        {
            case "__entity":
                text.Append(reading.Entity(json, place));
                break;
            case "__extn":
                ReadExtension(members[0].Value, place.At("__extn"));
                break;
            case "__expr":
                reading.Note(place, "`__expr` is no longer part of Cedar; use `__entity` or `__extn`");
                break;
            default:
                ReadRecord(members, place, Read);
                break;
        }
    }

    private void ReadExtension(JsonElement json, JsonPlace place)
    {
        if (reading.Members(json, place, ["fn"], "arg", "args") is not { } members
            || !members.TryGetValue("fn", out var fn) || reading.Text(fn, place.At("fn")) is not { } name)
        {
            return;
        }

        if (ExtensionFunction.Find(name) is not { } function)
        {
            reading.Note(place.At("fn"), $"unknown function {CedarText.Quote(CedarText.Shortened(name, 100))}");
        }
        else if (members.ContainsKey("arg") == members.ContainsKey("args"))
        {
            reading.Note(place, "expected either `arg` or `args`");
        }
        else if (members.TryGetValue("args", out var several))
        {
            ReadCall(function, several, place.At("args"), Read);
        }
        else if (function.Style == CallStyle.Method)
        {
            Read(members["arg"], place.At("arg"), Binding.Access);
            text.Append('.').Append(name).Append("()");
        }
        else
        {
            text.Append(name).Append('(');
            Read(members["arg"], place.At("arg"), Binding.Conditional);
            text.Append(')');
        }
    }
}
