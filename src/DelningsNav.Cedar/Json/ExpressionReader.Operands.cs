using System.Text.Json;

namespace DelningsNav.Cedar.Json;

/// <summary>The part of the expression reader for operators with a form of their own.</summary>
internal sealed partial class ExpressionReader
{
    private void ReadVariable(JsonElement json, JsonPlace place)
    {
        if (reading.Text(json, place) is not { } name)
        {
            return;
        }

        if (name is not ("principal" or "action" or "resource" or "context"))
        {
            reading.Note(place, "the variables are principal, action, resource and context");
            return;
        }

        text.Append(name);
    }

    private void ReadRelation(string name, JsonElement json, JsonPlace place)
    {
        var members = reading.Members(json, place, ["left", "right"]);
        ReadMember(members, "left", place, Binding.Sum);
        text.Append(' ').Append(name).Append(' ');
        ReadMember(members, "right", place, Binding.Sum);
    }

    private void ReadMethod(string name, JsonElement json, JsonPlace place)
    {
        var members = reading.Members(json, place, ["left", "right"]);
        ReadMember(members, "left", place, Binding.Access);
        text.Append('.').Append(name).Append('(');
        ReadMember(members, "right", place, Binding.Conditional);
        text.Append(')');
    }

    private void ReadConditional(JsonElement json, JsonPlace place)
    {
        var members = reading.Members(json, place, ["if", "then", "else"]);
        text.Append("if ");
        ReadMember(members, "if", place, Binding.Conditional);
        text.Append(" then ");
        ReadMember(members, "then", place, Binding.Conditional);
        text.Append(" else ");
        ReadMember(members, "else", place, Binding.Conditional);
    }

    private void ReadAttribute(JsonElement json, JsonPlace place)
    {
        var members = reading.Members(json, place, ["left", "attr"]);
        ReadMember(members, "left", place, Binding.Access);
        if (members is not null && members.TryGetValue("attr", out var attribute)
            && reading.Text(attribute, place.At("attr")) is { } name)
        {
            text.Append(IsPlain(name) ? $".{name}" : $"[{CedarText.Quote(name)}]");
        }
    }

    private void ReadHas(JsonElement json, JsonPlace place)
    {
        var members = reading.Members(json, place, ["left", "attr"]);
        ReadMember(members, "left", place, Binding.Sum);
        text.Append(" has ");
        if (members is null || !members.TryGetValue("attr", out var attribute))
        {
            return;
        }

        var inside = place.At("attr");
        if (attribute.ValueKind == JsonValueKind.Array)
        {
            ReadPath(attribute, inside);
        }
        else if (reading.Text(attribute, inside) is { } name)
        {
            text.Append(IsPlain(name) ? name : CedarText.Quote(name));
        }
    }

    // A single step may be any text. Each of several steps must be an identifier, because policy text has no other form for them.
    private void ReadPath(JsonElement json, JsonPlace place)
    {
        var (items, path) = (reading.Items(json, place).ToList(), new List<string>());
        foreach (var (item, inside) in items)
        {
            var name = reading.Text(item, inside);
            if (items.Count > 1 && name is not null && !IsPlain(name))
            {
                reading.Note(inside, "each of several steps must be an identifier, and no reserved word");
            }

            path.Add(name is null || IsPlain(name) ? name ?? string.Empty : CedarText.Quote(name));
        }

        if (path.Count == 0)
        {
            reading.Note(place, "the path has no steps");
        }

        text.AppendJoin('.', path);
    }

    private void ReadIs(JsonElement json, JsonPlace place)
    {
        var members = reading.Members(json, place, ["left", "entity_type"], "in");
        ReadMember(members, "left", place, Binding.Sum);
        if (members is not null && members.TryGetValue("entity_type", out var type))
        {
            text.Append(" is ").Append(reading.TypeName(type, place.At("entity_type")));
        }

        // As in the scope, `null` means that there is no `in`.
        if (members is not null && members.TryGetValue("in", out var within) && within.ValueKind != JsonValueKind.Null)
        {
            text.Append(" in ");
            ReadMember(members, "in", place, Binding.Sum);
        }
    }

    private void ReadLike(JsonElement json, JsonPlace place)
    {
        var members = reading.Members(json, place, ["left", "pattern"]);
        ReadMember(members, "left", place, Binding.Sum);
        text.Append(" like \"");
        if (members is not null && members.TryGetValue("pattern", out var pattern))
        {
            foreach (var (piece, inside) in reading.Items(pattern, place.At("pattern")))
            {
                ReadPatternPiece(piece, inside);
            }
        }

        text.Append('"');
    }

    private void ReadPatternPiece(JsonElement json, JsonPlace place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            if (json.ValueKind != JsonValueKind.String || json.GetString() != "Wildcard")
            {
                reading.Note(place, "expected \"Wildcard\" or {\"Literal\": …}");
            }

            text.Append('*');
        }
        else if (reading.Members(json, place, ["Literal"]) is { } members && members.TryGetValue("Literal", out var literal)
            && reading.Text(literal, place.At("Literal")) is { } plain)
        {
            text.Append(CedarText.Quote(plain).AsSpan(1..^1).ToString().Replace("*", "\\*", StringComparison.Ordinal));
        }
    }

    private static bool IsPlain(string name) => CedarText.IsIdentifier(name) && !CedarText.IsReserved(name);
}
