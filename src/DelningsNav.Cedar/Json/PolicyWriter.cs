using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DelningsNav.Cedar.Evaluation;

namespace DelningsNav.Cedar.Json;

/// <summary>Writes one policy or template as JSON.</summary>
internal sealed class PolicyWriter(Utf8JsonWriter json)
{
    // Chains of any length are written, each link two levels deeper than the one before. Without the relaxed encoder
    // every `&&` and every Swedish letter would be an escape; the result is JSON and never part of a page.
    private static readonly JsonWriterOptions Options = new()
    {
        MaxDepth = int.MaxValue,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ExpressionWriter _expressions = new(json);

    public static string Write(PolicyBody body) => Write(json => new PolicyWriter(json).Add(body));

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
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
            default:
                throw new UnreachableException();
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
