using System.Diagnostics;
using DelningsNav.Cedar.Entities;
using DelningsNav.Cedar.Schema;

namespace DelningsNav.Cedar.Validation;

/// <summary>Checks values, requests and entities against a schema. Each problem names the place of the value.</summary>
internal sealed class Conformance(CedarSchema schema)
{
    private const int Limit = 100;

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Check(CedarRequest request)
    {
        if (!schema.Actions.TryGetValue(request.Action, out var action))
        {
            Note("action", $"`{request.Action}` is not an action of the schema");
            return _problems;
        }

        CheckParty("principal", request.Principal, action.Principals, action);
        CheckParty("resource", request.Resource, action.Resources, action);
        Check("context", request.Context, action.Context);
        return _problems;
    }

    public IReadOnlyList<string> Check(IEnumerable<EntityNode> entities)
    {
        foreach (var node in entities.OrderBy(n => n.Entity.Uid.ToString(), StringComparer.Ordinal))
        {
            if (node.Entity.Uid.IsAction)
            {
                CheckAction(node);
            }
            else
            {
                CheckEntity(node.Entity);
            }
        }

        return _problems;
    }

    public IReadOnlyList<string> Check(CedarValue.Record context, RecordType type)
    {
        Check("context", context, type);
        return _problems;
    }

    private void CheckParty(string place, EntityUid uid, string[] types, ActionType action)
    {
        if (!types.Contains(uid.Type))
        {
            var allowed = types.Length == 0 ? "no type" : string.Join(", ", types);
            Note(place, $"`{action.Uid}` does not apply to the type {uid.Type} there; it applies to {allowed}");
        }
        else
        {
            CheckReference(place, uid);
        }
    }

    private void CheckEntity(CedarEntity entity)
    {
        var place = entity.Uid.ToString();
        if (!CheckReference(place, entity.Uid) || schema.EntityTypes[entity.Uid.Type] is not { } type)
        {
            return;
        }

        Check(place, entity.Attributes, type.Attributes);
        foreach (var (name, value) in entity.Tags.All)
        {
            var inside = $"{place}.getTag({CedarText.Quote(name)})";
            if (type.Tags is null)
            {
                Note(inside, $"entities of the type {type.Name} have no tags");
            }
            else
            {
                Check(inside, value, type.Tags);
            }
        }

        foreach (var parent in entity.Parents)
        {
            if (CheckReference(place, parent) && !schema.MayBelongTo(type.Name, parent.Type))
            {
                Note(place, $"an entity of the type {type.Name} cannot belong to one of the type {parent.Type}");
            }
        }
    }

    // The schema declares an action completely. The entity must therefore be equal to the declared action.
    private void CheckAction(EntityNode node)
    {
        var (place, entity) = (node.Entity.Uid.ToString(), node.Entity);
        if (!CheckReference(place, entity.Uid))
        {
            return;
        }

        if (entity.Attributes.All.Any() || entity.Tags.All.Any())
        {
            Note(place, "an action has no attributes and no tags");
        }

        if (!schema.AncestorsOf(entity.Uid).SetEquals(node.Ancestors))
        {
            Note(place, "the action must belong to the actions that the schema says it belongs to, and to no others");
        }
    }

    private bool CheckReference(string place, EntityUid uid)
    {
        if (uid.IsAction ? schema.Actions.ContainsKey(uid) : schema.EntityTypes.TryGetValue(uid.Type, out var type) && type.Has(uid.Id))
        {
            return true;
        }

        Note(place, uid.IsAction ? $"`{uid}` is not an action of the schema"
            : schema.EntityTypes.ContainsKey(uid.Type) ? $"`{uid}` is not one of the entities that the type {uid.Type} has"
            : $"`{uid.Type}` is not an entity type of the schema");
        return false;
    }

    // The recursion ends, because values are nested no deeper than CedarValue.MaxDepth, and only as deep as the type is followed.
    private void Check(string place, CedarValue value, SchemaType type)
    {
        switch (value, type)
        {
            case (CedarValue.Bool, TruthType):
                break;
            case (CedarValue.Entity entity, EntityReference reference) when entity.Uid.Type == reference.EntityType:
                CheckReference(place, entity.Uid);
                break;
            case (CedarValue.Set set, SetType { Element: var element }):
                foreach (var item in set.Items)
                {
                    Check($"{place}[]", item, element);
                }

                break;
            case (CedarValue.Record record, RecordType shape):
                Check(place, record, shape);
                break;
            default:
                if (!ReferenceEquals(TypeOf(value), type))
                {
                    Note(place, $"expected {type}, found {value.TypeName}");
                }

                break;
        }
    }

    private void Check(string place, CedarValue.Record record, RecordType shape)
    {
        foreach (var (name, value) in record.All)
        {
            if (shape.Attributes.TryGetValue(name, out var attribute))
            {
                Check($"{place}.{name}", value, attribute.Type);
            }
            else
            {
                Note(place, $"the schema has no attribute {CedarText.Quote(name)} there");
            }
        }

        foreach (var (name, attribute) in shape.Attributes)
        {
            if (attribute.IsRequired && !record.TryGet(name, out _))
            {
                Note(place, $"the attribute {CedarText.Quote(name)} is missing");
            }
        }
    }

    private static SchemaType? TypeOf(CedarValue value) => value switch
    {
        CedarValue.Long => SchemaType.Long,
        CedarValue.String => SchemaType.String,
        CedarValue.Decimal => SchemaType.Decimal,
        CedarValue.Ip => SchemaType.Ip,
        CedarValue.Datetime => SchemaType.Datetime,
        CedarValue.Duration => SchemaType.Duration,
        CedarValue.Bool or CedarValue.Entity or CedarValue.Set or CedarValue.Record => null,
        _ => throw new UnreachableException(),
    };

    private void Note(string place, string problem)
    {
        if (_problems.Count < Limit)
        {
            _problems.Add($"{place}: {problem}");
        }
    }
}
