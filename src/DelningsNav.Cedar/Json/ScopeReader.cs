using System.Text;
using System.Text.Json;

namespace DelningsNav.Cedar.Json;

/// <summary>Turns one constraint of a scope into policy text.</summary>
internal sealed class ScopeReader(PolicyJsonReading reading, StringBuilder text)
{
    public void Read(string variable, JsonElement json, JsonPlace place)
    {
        text.Append(variable);
        var isAction = variable == "action";
        switch (OperatorOf(json, place))
        {
            case "All" or "all":
                reading.Members(json, place, ["op"]);
                break;
            case "==" when isAction:
                text.Append(" == ");
                ReadAction(reading.Members(json, place, ["op", "entity"]), place);
                break;
            case "==":
                text.Append(" == ");
                ReadEntity(variable, reading.Members(json, place, ["op"], "entity", "slot"), place);
                break;
            case "in" when isAction:
                text.Append(" in ");
                ReadActions(reading.Members(json, place, ["op"], "entity", "entities"), place);
                break;
            case "in":
                text.Append(" in ");
                ReadEntity(variable, reading.Members(json, place, ["op"], "entity", "slot"), place);
                break;
            case "is" when !isAction:
                ReadIs(variable, json, place);
                break;
            case { } other:
                reading.Note(
                    place.At("op"), $"{CedarText.Quote(CedarText.Shortened(other, 100))} is not an operator of the scope for `{variable}`");
                break;
            case null:
                break;
        }
    }

    private string? OperatorOf(JsonElement json, JsonPlace place)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("op", out var op))
        {
            return reading.Text(op, place.At("op"));
        }

        reading.Note(place, "expected an object with the member `op`");
        return null;
    }

    private void ReadIs(string variable, JsonElement json, JsonPlace place)
    {
        if (reading.Members(json, place, ["op", "entity_type"], "in") is not { } members)
        {
            return;
        }

        if (members.TryGetValue("entity_type", out var type))
        {
            text.Append(" is ").Append(reading.TypeName(type, place.At("entity_type")));
        }

        // The official build treats `null` as absent only here and in the `is` of an expression.
        if (members.TryGetValue("in", out var within) && within.ValueKind != JsonValueKind.Null)
        {
            text.Append(" in ");
            ReadEntity(variable, reading.Members(within, place.At("in"), [], "entity", "slot"), place.At("in"));
        }
    }

    private void ReadEntity(string variable, Dictionary<string, JsonElement>? members, JsonPlace place)
    {
        if (members is null || !HasOne(members, "entity", "slot", place))
        {
            return;
        }

        if (members.TryGetValue("entity", out var entity))
        {
            AppendEntity(variable, entity, place.At("entity"));
        }
        else if (reading.Text(members["slot"], place.At("slot")) is { } slot)
        {
            text.Append(slot);
            if (slot != $"?{variable}")
            {
                reading.Note(place.At("slot"), $"the slot for `{variable}` is `?{variable}`");
            }
        }
    }

    private void ReadAction(Dictionary<string, JsonElement>? members, JsonPlace place)
    {
        if (members is not null && members.TryGetValue("entity", out var entity))
        {
            AppendEntity("action", entity, place.At("entity"));
        }
    }

    private void ReadActions(Dictionary<string, JsonElement>? members, JsonPlace place)
    {
        if (members is null || !HasOne(members, "entity", "entities", place))
        {
            return;
        }

        if (!members.TryGetValue("entities", out var entities))
        {
            ReadAction(members, place);
            return;
        }

        var between = "[";
        foreach (var (item, inside) in reading.Items(entities, place.At("entities")))
        {
            text.Append(between);
            AppendEntity("action", item, inside);
            between = ", ";
        }

        text.Append(between == "[" ? "[]" : "]");
    }

    private bool HasOne(Dictionary<string, JsonElement> members, string one, string other, JsonPlace place)
    {
        if (members.ContainsKey(one) != members.ContainsKey(other))
        {
            return true;
        }

        reading.Note(place, $"expected either `{one}` or `{other}`");
        return false;
    }

    private void AppendEntity(string variable, JsonElement json, JsonPlace place)
    {
        if (reading.Entity(json, place) is not { } uid)
        {
            return;
        }

        if (variable == "action" && !uid.IsAction)
        {
            reading.Note(place, $"`{CedarText.Shortened(uid.ToString(), 100)}` is not an action; an action's type ends with `Action`");
        }

        text.Append(uid);
    }
}
