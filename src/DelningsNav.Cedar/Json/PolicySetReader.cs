using System.Text.Json;
using DelningsNav.Cedar.Templates;

namespace DelningsNav.Cedar.Json;

/// <summary>Reads a policy set, or one policy or template alone.</summary>
internal sealed class PolicySetReader(PolicyJsonReading reading, string? source)
{
    private readonly PolicyReader _reader = new(reading, source);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<CedarPolicy> _policies = [];
    private readonly List<CedarTemplate> _templates = [];

    public static (List<CedarPolicy> Policies, List<CedarTemplate> Templates) Read(string json, string? source) =>
        PolicyJsonReading.Read(json, source, (root, reading) =>
        {
            var reader = new PolicySetReader(reading, source);
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("effect", out _))
            {
                reader.ReadAlone(root);
            }
            else
            {
                reader.ReadSet(root);
            }

            return (reader._policies, reader._templates);
        });

    private void ReadAlone(JsonElement root)
    {
        if (_reader.Read(root, JsonPlace.Document) is not { } body)
        {
            return;
        }

        if (body.Scope.HasSlots)
        {
            _templates.Add(new CedarTemplate("policy0", body));
        }
        else
        {
            _policies.Add(new CedarPolicy("policy0", body));
        }
    }

    private void ReadSet(JsonElement root)
    {
        if (reading.Members(root, JsonPlace.Document, ["staticPolicies", "templates", "templateLinks"]) is not { } parts)
        {
            return;
        }

        var problemsBefore = reading.ProblemCount;
        ReadPolicies(parts, JsonPlace.Document.At("staticPolicies"));
        ReadTemplates(parts, JsonPlace.Document.At("templates"));

        // A link to a template that could not be read would be reported as a link to an unknown template.
        ReadLinks(parts, JsonPlace.Document.At("templateLinks"), make: reading.ProblemCount == problemsBefore);
    }

    private void ReadPolicies(Dictionary<string, JsonElement> parts, JsonPlace place)
    {
        foreach (var member in MembersOf(parts, "staticPolicies", place))
        {
            var inside = Named(member.Name, place);
            if (_reader.Read(member.Value, inside) is not { } body)
            {
                continue;
            }

            _policies.Add(new CedarPolicy(member.Name, body));
            if (body.Scope.HasSlots)
            {
                reading.Note(inside, "a policy with slots is a template and belongs under `templates`");
            }
        }
    }

    private void ReadTemplates(Dictionary<string, JsonElement> parts, JsonPlace place)
    {
        foreach (var member in MembersOf(parts, "templates", place))
        {
            var inside = Named(member.Name, place);
            if (_reader.Read(member.Value, inside) is not { } body)
            {
                continue;
            }

            _templates.Add(new CedarTemplate(member.Name, body));
            if (!body.Scope.HasSlots)
            {
                reading.Note(inside, "a policy without slots is not a template and belongs under `staticPolicies`");
            }
        }
    }

    private void ReadLinks(Dictionary<string, JsonElement> parts, JsonPlace place, bool make)
    {
        if (!parts.TryGetValue("templateLinks", out var json))
        {
            return;
        }

        var linker = make ? new Linker(LinkTarget.Of(_policies, _templates)) : null;
        foreach (var (item, inside) in reading.Items(json, place))
        {
            if (ReadLink(item, inside) is { } link && linker?.Link(link, problem => reading.Note(inside, problem)) is { } policy)
            {
                _policies.Add(policy);
            }
        }
    }

    private CedarLink? ReadLink(JsonElement json, JsonPlace place)
    {
        if (reading.Members(json, place, ["templateId", "newId", "values"]) is not { Count: 3 } members)
        {
            return null;
        }

        var templateId = reading.Text(members["templateId"], place.At("templateId"));
        var id = reading.Text(members["newId"], place.At("newId"));
        if (reading.Members(members["values"], place.At("values"), [], "?principal", "?resource") is not { } values
            || templateId is null || id is null)
        {
            return null;
        }

        var sound = true;
        EntityUid? ValueOf(string slot)
        {
            EntityUid? uid = values.TryGetValue(slot, out var value) ? reading.Entity(value, place.At("values").At(slot)) : null;
            sound &= uid is not null || !values.ContainsKey(slot);
            return uid;
        }

        var link = new CedarLink(templateId, id, ValueOf("?principal"), ValueOf("?resource"));
        return sound ? link : null;
    }

    private List<JsonProperty> MembersOf(Dictionary<string, JsonElement> parts, string name, JsonPlace place) =>
        parts.TryGetValue(name, out var json) ? reading.Members(json, place) ?? [] : [];

    private JsonPlace Named(string id, JsonPlace place)
    {
        var inside = place.At(id);
        if (!_ids.Add(id))
        {
            reading.Note(inside, "another policy or template has the same id");
        }

        return inside;
    }
}
