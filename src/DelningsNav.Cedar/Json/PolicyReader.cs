using System.Text;
using System.Text.Json;
using DelningsNav.Cedar.Evaluation;
using DelningsNav.Cedar.Parsing;

namespace DelningsNav.Cedar.Json;

/// <summary>Reads one policy or template. Its JSON is turned into text, and the text is parsed.</summary>
internal sealed class PolicyReader(PolicyJsonReading reading, string? source)
{
    /// <summary>The policy, or null after noting everything that is wrong with it.</summary>
    public PolicyBody? Read(JsonElement json, JsonPlace place)
    {
        var problemsBefore = reading.ProblemCount;
        var text = new StringBuilder();
        if (reading.Members(json, place, ["effect", "principal", "action", "resource", "conditions"], "annotations") is { } members)
        {
            ReadAnnotations(members, place, text);
            ReadEffect(members, place, text);
            ReadScope(members, place, text);
            ReadConditions(members, place, text);
            text.Append(';');
        }

        return reading.ProblemCount == problemsBefore ? Parse(text.ToString(), place) : null;
    }

    // The readers produce well-formed text. The only remaining problem can be text that is nested too deeply.
    private PolicyBody? Parse(string text, JsonPlace place)
    {
        try
        {
            return PolicyParser.Parse(text, source)[0];
        }
        catch (CedarSyntaxException e)
        {
            reading.Note(place, e.Problems[0].Message);
            return null;
        }
    }

    private void ReadAnnotations(Dictionary<string, JsonElement> members, JsonPlace place, StringBuilder text)
    {
        if (!members.TryGetValue("annotations", out var json))
        {
            return;
        }

        var all = place.At("annotations");
        foreach (var annotation in reading.Members(json, all) ?? [])
        {
            var inside = all.At(annotation.Name);
            if (!CedarText.IsIdentifier(annotation.Name))
            {
                reading.Note(inside, "an annotation's name must be an identifier");
            }

            text.Append('@').Append(annotation.Name);
            if (annotation.Value.ValueKind != JsonValueKind.Null)
            {
                text.Append('(').Append(CedarText.Quote(reading.Text(annotation.Value, inside) ?? string.Empty)).Append(')');
            }

            text.Append('\n');
        }
    }

    private void ReadEffect(Dictionary<string, JsonElement> members, JsonPlace place, StringBuilder text)
    {
        if (!members.TryGetValue("effect", out var json) || reading.Text(json, place.At("effect")) is not { } effect)
        {
            return;
        }

        if (effect is not ("permit" or "forbid"))
        {
            reading.Note(place.At("effect"), "the effect is either permit or forbid");
        }

        text.Append(effect);
    }

    private void ReadScope(Dictionary<string, JsonElement> members, JsonPlace place, StringBuilder text)
    {
        var scopes = new ScopeReader(reading, text);
        var between = "(";
        foreach (var variable in (ReadOnlySpan<string>)["principal", "action", "resource"])
        {
            text.Append(between);
            between = ", ";
            if (members.TryGetValue(variable, out var json))
            {
                scopes.Read(variable, json, place.At(variable));
            }
        }

        text.Append(')');
    }

    private void ReadConditions(Dictionary<string, JsonElement> members, JsonPlace place, StringBuilder text)
    {
        if (!members.TryGetValue("conditions", out var json))
        {
            return;
        }

        var expressions = new ExpressionReader(reading, text);
        foreach (var (item, inside) in reading.Items(json, place.At("conditions")))
        {
            if (reading.Members(item, inside, ["kind", "body"]) is not { } condition)
            {
                continue;
            }

            if (condition.TryGetValue("kind", out var kind) && reading.Text(kind, inside.At("kind")) is { } word)
            {
                text.Append('\n').Append(word);
                if (word is not ("when" or "unless"))
                {
                    reading.Note(inside.At("kind"), "the kind is either when or unless");
                }
            }

            if (condition.TryGetValue("body", out var body))
            {
                text.Append(" { ");
                expressions.Read(body, inside.At("body"));
                text.Append(" }");
            }
        }
    }
}
