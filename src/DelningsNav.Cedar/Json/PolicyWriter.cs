using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Json;

/// <summary>Writes one policy or template as JSON.</summary>
internal sealed class PolicyWriter(Utf8JsonWriter json)
{
    // The limit of the depth is the reader's limit, so that everything that is written can be read back. Without the relaxed encoder,
    // every `&&` and every letter outside ASCII would be an escape. The result is JSON and never a part of a web page.
    private static readonly JsonWriterOptions Options = new()
    {
        MaxDepth = PolicyJsonReading.MaxJsonDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ExpressionWriter _expressions = new(json);

    public static string Write(PolicyBody body) => Write(json => new PolicyWriter(json).Add(body));

    /// <exception cref="InvalidOperationException">The JSON would be nested too deeply to be read back.</exception>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Options);
        try
        {
            write(json);
        }
        catch (InvalidOperationException e) when (json.CurrentDepth == Options.MaxDepth)
        {
            throw new InvalidOperationException(
                "the policy has no JSON form that can be read back: each operator of a chain such as `a && b && c` is nested in the next, "
                + $"and at most {Options.MaxDepth} levels can be read; split the chain into several conditions",
                e);
        }

        json.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public void Add(PolicyBody body)
    {
        json.WriteStartObject();
        json.WriteString("effect", body.Effect == Effect.Permit ? "permit" : "forbid");
        AddConstraint("principal", body.Scope.Principal);
        AddConstraint("action", body.Scope.Action);
        AddConstraint("resource", body.Scope.Resource);
        AddConditions(body.Conditions);
        AddAnnotations(body);
        json.WriteEndObject();
    }

    private void AddConstraint(string variable, ScopeConstraint constraint)
    {
        json.WriteStartObject(variable);
        switch (constraint.Kind)
        {
            case ScopeKind.Any:
                json.WriteString("op", "All");
                break;
            case ScopeKind.Equal:
                json.WriteString("op", "==");
                AddEntities(variable, constraint);
                break;
            case ScopeKind.In:
                json.WriteString("op", "in");
                AddEntities(variable, constraint);
                break;
            case ScopeKind.Is:
                json.WriteString("op", "is");
                json.WriteString("entity_type", constraint.Type);
                break;
            case ScopeKind.IsIn:
                json.WriteString("op", "is");
                json.WriteString("entity_type", constraint.Type);
                json.WriteStartObject("in");
                AddEntities(variable, constraint);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private void AddEntities(string variable, ScopeConstraint constraint)
    {
        if (constraint.IsSlot)
        {
            json.WriteString("slot", $"?{variable}");
            return;
        }

        if (!constraint.IsList)
        {
            json.WritePropertyName("entity");
            json.WriteEntity(constraint.Entities[0]);
            return;
        }

        json.WriteStartArray("entities");
        foreach (var uid in constraint.Entities)
        {
            json.WriteEntity(uid);
        }

        json.WriteEndArray();
    }

    private void AddConditions(Condition[] conditions)
    {
        json.WriteStartArray("conditions");
        foreach (var condition in conditions)
        {
            json.WriteStartObject();
            json.WriteString("kind", condition.IsUnless ? "unless" : "when");
            json.WritePropertyName("body");
            _expressions.Add(condition.Body);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void AddAnnotations(PolicyBody body)
    {
        if (body.Annotations.Count == 0)
        {
            return;
        }

        json.WriteStartObject("annotations");
        foreach (var (name, value) in body.Annotations)
        {
            json.WriteString(name, body.WithoutValue.Contains(name) ? null : value);
        }

        json.WriteEndObject();
    }
}
