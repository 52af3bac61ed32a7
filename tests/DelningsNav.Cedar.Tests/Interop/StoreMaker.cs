using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DelningsNav.Cedar.Tests.Interop;

/// <summary>Makes entities and requests in Cedar's JSON form. Either all of one case fit the schema, or a few do not.</summary>
internal sealed class StoreMaker(Chance chance, World world)
{
    private readonly bool _isFaulty = chance.Percent(30);

    public IEnumerable<JsonObject> Entities()
    {
        foreach (var type in world.Types)
        {
            foreach (var id in chance.Some(type.Ids ?? World.Ids, 50))
            {
                yield return Entity(type, id);
            }
        }

        foreach (var action in chance.Percent(80) ? world.Actions : chance.Some(world.Actions, 50))
        {
            var parents = IsFaulty(5) ? [] : Above(action);
            yield return new JsonObject
            {
                ["uid"] = Uid(world.ActionType, action.Id),
                ["attrs"] = new JsonObject(),
                ["parents"] = new JsonArray([.. parents.Select(p => Uid(world.ActionType, p))]),
            };
        }
    }

    /// <summary>A request of the kind that the policies are about, or of another kind.</summary>
    public JsonObject Request(Asked about)
    {
        var other = chance.Percent(20);
        var action = other ? chance.Of(world.AskedFor.ToList()) : about.Action;
        var principal = IsFaulty(10) ? chance.Of(world.Types).Name : other ? chance.Of(action.Principals) : about.Principal;
        var resource = IsFaulty(10) ? chance.Of(world.Types).Name : other ? chance.Of(action.Resources) : about.Resource;
        return new JsonObject
        {
            ["principal"] = AnyUid(principal),
            ["action"] = Uid(world.ActionType, IsFaulty(5) ? chance.Of("any", "none", "read") : action.Id),
            ["resource"] = AnyUid(resource),
            ["context"] = Record(action.Context),
        };
    }

    public JsonObject Links(string template, string id, bool principal, bool resource)
    {
        var values = new JsonObject();
        if (principal == chance.Percent(98))
        {
            values["?principal"] = AnyUid(chance.Of(world.Types).Name);
        }

        if (resource == chance.Percent(98))
        {
            values["?resource"] = AnyUid(chance.Of(world.Types).Name);
        }

        return new JsonObject { ["templateId"] = template, ["newId"] = id, ["values"] = values };
    }

    private HashSet<string> Above(ActionModel action) =>
        [.. action.Parents, .. action.Parents.SelectMany(p => Above(Array.Find(world.Actions, a => a.Id == p)!))];

    private JsonObject Entity(EntityModel type, string id)
    {
        var entity = new JsonObject
        {
            ["uid"] = Uid(type.Name, id),
            ["attrs"] = Record(type.Shape),
            ["parents"] = new JsonArray([.. Parents(type, id)]),
        };
        if (type.Tags is null ? IsFaulty(2) : chance.Percent(60))
        {
            entity["tags"] = new JsonObject { [chance.Of("k", "k", "a", "")] = Value(type.Tags ?? Kind.Bool) };
        }

        return entity;
    }

    // An entity belongs only to those after it, so that none belongs to itself.
    private IEnumerable<JsonNode> Parents(EntityModel type, string id)
    {
        foreach (var parent in IsFaulty(2) ? [chance.Of(world.Types).Name] : type.Parents)
        {
            foreach (var other in chance.Some(World.Ids, 40))
            {
                if (parent != type.Name || string.CompareOrdinal(other, id) > 0 || IsFaulty(2))
                {
                    yield return Uid(parent, other);
                }
            }
        }
    }

    private JsonObject Record(Kind.Record record)
    {
        var made = new JsonObject();
        foreach (var member in record.Members.Where(m => m.IsOptional ? chance.Percent(60) : !IsFaulty(2)))
        {
            made[member.Name] = Value(member.Kind);
        }

        if (IsFaulty(1))
        {
            made["other"] = 1;
        }

        return made;
    }

    private JsonNode Value(Kind kind)
    {
        if (IsFaulty(2))
        {
            kind = chance.Of(Kind.Scalars);
        }

        return kind switch
        {
            Kind.Entity entity => IsMarked ? new JsonObject { ["__entity"] = AnyUid(entity.Type) } : AnyUid(entity.Type),
            Kind.Set set => new JsonArray([.. Enumerable.Range(0, chance.Below(4)).Select(_ => Value(set.Item))]),
            Kind.Record record => Record(record),
            Kind.Simple when kind == Kind.Bool => chance.Percent(50),
            Kind.Simple when kind == Kind.Long && IsFaulty(2) =>
                JsonNode.Parse(chance.Of("-0", "1.0", "1e2", "9223372036854775808", "0.5"))!,
            Kind.Simple when kind == Kind.Long => long.Parse(chance.Of(Samples.Numbers), System.Globalization.CultureInfo.InvariantCulture),
            Kind.Simple when kind == Kind.String => chance.Of(Samples.Texts),
            Kind.Simple => Call(kind, 1),
            _ => throw new UnreachableException(),
        };
    }

    // Where the schema declares the type of a value, the marks and the name of the constructor may be left out.
    private JsonNode Call(Kind kind, int depth)
    {
        if (!IsMarked)
        {
            return Samples.Extension(kind, chance, IsFaulty(10));
        }

        var call = depth > 0 && kind == Kind.Datetime && chance.Percent(10)
            ? new JsonObject { ["fn"] = "offset", ["args"] = new JsonArray(Call(Kind.Datetime, 0), Call(Kind.Duration, 0)) }
            : new JsonObject { ["fn"] = Samples.Constructor(kind), ["arg"] = Samples.Extension(kind, chance, IsFaulty(10)) };
        return IsMarked ? new JsonObject { ["__extn"] = call } : call;
    }

    private bool IsFaulty(int percent) => _isFaulty && chance.Percent(percent);

    private bool IsMarked => chance.Percent(92);

    private JsonObject AnyUid(string type) =>
        Uid(type, chance.Of(IsFaulty(4) ? Samples.Texts : world.Type(type).Ids ?? World.Ids));

    private static JsonObject Uid(string type, string id) => new() { ["type"] = type, ["id"] = id };
}
