using System.Text.Json;

namespace DelningsNav.Cedar.Json;

/// <summary>Writes a policy set as JSON: the policies without a template, the templates, and the links.</summary>
internal static class PolicySetWriter
{
    public static string Write(IReadOnlyList<CedarPolicy> policies, IReadOnlyList<CedarTemplate> templates) => PolicyWriter.Write(json =>
    {
        var bodies = new PolicyWriter(json);
        json.WriteStartObject();
        json.WriteStartObject("staticPolicies");
        foreach (var policy in policies.Where(policy => policy.Link is null))
        {
            json.WritePropertyName(policy.Id);
            bodies.Add(policy.Body);
        }

        json.WriteEndObject();
        json.WriteStartObject("templates");
        foreach (var template in templates)
        {
            json.WritePropertyName(template.Id);
            bodies.Add(template.Body);
        }

        json.WriteEndObject();
        json.WriteStartArray("templateLinks");
        foreach (var policy in policies)
        {
            if (policy.Link is { } link)
            {
                WriteLink(json, link);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Writes an entity's name: <c>{"type": …, "id": …}</c>.</summary>
    public static void WriteEntity(this Utf8JsonWriter json, EntityUid uid)
    {
        json.WriteStartObject();
        json.WriteString("type", uid.Type);
        json.WriteString("id", uid.Id);
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, CedarLink link)
    {
        json.WriteStartObject();
        json.WriteString("templateId", link.TemplateId);
        json.WriteString("newId", link.Id);
        json.WriteStartObject("values");
        WriteValue(json, "?principal", link.Principal);
        WriteValue(json, "?resource", link.Resource);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string slot, EntityUid? entity)
    {
        if (entity is { } uid)
        {
            json.WritePropertyName(slot);
            json.WriteEntity(uid);
        }
    }
}
